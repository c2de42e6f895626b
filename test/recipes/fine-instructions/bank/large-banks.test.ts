import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changesOf } from '../../../../activities/recipes/fine-instructions/bank/lance/changes.ts';
import { openLance } from '../../../../activities/recipes/fine-instructions/bank/lance/open.ts';
import { templatesTable } from '../../../../activities/recipes/fine-instructions/bank/lance/place.ts';
import { nextIndex } from '../../../../activities/recipes/fine-instructions/bank/lance/publish.ts';
import { appendTemplates } from '../../../../activities/recipes/fine-instructions/bank/lance/write.ts';
import { readTemplates } from '../../../../activities/recipes/fine-instructions/bank/read-templates.ts';
import { connectLance } from '../../../../activities/vectors/lance/connect.ts';
import { storageOptionsOf, type LancePlace } from '../../../../activities/vectors/lance/place.ts';
import {
  BankIndexSettingsSchema,
  type BankIndex,
} from '../../../../schemas/recipes/fine-instructions/bank.ts';
import { places } from '../../../storage/places.ts';
import { makeTemplates, plainSearch, session, testFolder, vectorsOf, type Vector } from './made-templates.ts';

const dimensions = 16;
const settings = BankIndexSettingsSchema.parse({ exactUpTo: 0 });

function whole(file: string, templates: number) {
  const changes = { files: [file], added: templates, gone: [] };
  return { from: undefined, changes, templates, dimensions, settings };
}

async function differences(folder: string, before: string, after: string) {
  const changes = await session(folder, (db) => changesOf(db, [before], [after], join(folder, 'changes')));
  const vectors = await Promise.all(changes.files.map(vectorsOf));
  return { changes, added: vectors.flat().map(({ id }) => id) };
}

async function found(place: LancePlace, index: BankIndex, wanted: Vector, most = 8) {
  const bank = await openLance(place, index, 0.1);
  const [hits = []] = await bank.search([wanted.vector], most);
  return hits.map(({ template }) => template);
}

describe.each(places())('on a $kind store', (store) => {
  async function newPlace(): Promise<LancePlace> {
    const config = store.config();
    const { uri } = await store.open(config);
    return { uri: `${uri}/banks/some/index`, storageOptions: storageOptionsOf(config) };
  }

  test('finds what exact search finds, for all of a document at once, and reads the texts of a few', async () => {
    const folder = await testFolder();
    const file = await makeTemplates(folder, { from: 0, to: 900 });
    const place = await newPlace();
    // Partitions come from a random start: only where all are probed is the search exact, whichever they are.
    const thorough = { ...settings, probes: 120 };
    const index = await nextIndex(place, { ...whole(file, 900), settings: thorough }, 'v1');
    expect(index).toMatchObject({ dimensions, partitions: 120, trainedOn: 900 });
    const all = await vectorsOf(file);
    const bank = await openLance(place, index, 0.1);
    const wanted = all.slice(0, 6).map(({ vector }) => vector.map((value, at) => value * 3 + at / 20));
    const zeros = new Float32Array(dimensions);
    const hits = await bank.search([...wanted.slice(0, 3), zeros, ...wanted.slice(3)], 10);
    expect(hits[3]).toEqual([]);
    for (const [at, vector] of wanted.entries()) {
      const given = hits[at < 3 ? at : at + 1] ?? [];
      const plain = plainSearch(all, vector, 10);
      expect(given.map(({ template }) => template)).toEqual(plain.map(({ id }) => id));
      for (const [rank, { similarity }] of given.entries())
        expect(similarity).toBeCloseTo(plain[rank]?.similarity ?? NaN, 4);
    }
    const [first, second] = hits[0] ?? [];
    const [{ rows } = { rows: [] }] = await readTemplates(file);
    const details = await bank.details([first, second].flatMap((hit) => hit ?? []));
    for (const hit of [first, second]) {
      const row = rows.find(({ template_id }) => template_id === hit?.template);
      const { template, query, query_source, complexity } = row ?? {};
      expect(details.get(hit?.template ?? '')).toEqual({ template, query, query_source });
      expect(hit?.complexity).toBe(complexity);
    }
    await expect(bank.search([new Float32Array(3).fill(1)], 1)).rejects.toThrow(
      /documents are embedded in 3 dimensions, templates in 16: the models differ/,
    );
  });

  test('a grown bank takes in what is new and lets go what is gone; the version before answers as it did', async () => {
    const folder = await testFolder();
    const before = await makeTemplates(folder, { from: 0, to: 600 });
    const after = await makeTemplates(
      folder,
      { from: 5, to: 600 },
      { from: 600, to: 640 },
      // Its text is another.
      { from: 0, to: 1, words: 'second' },
    );
    const { changes, added } = await differences(folder, before, after);
    const ids = new Map((await vectorsOf(before)).map((made, at) => [made.id, at]));
    expect(added.filter((id) => ids.has(id))).toEqual([...ids.keys()].slice(0, 1));
    expect(added).toHaveLength(41);
    expect(changes.gone.map((id) => ids.get(id)).sort()).toEqual([0, 1, 2, 3, 4]);

    const place = await newPlace();
    const first = await nextIndex(place, whole(before, 600), 'v1');
    const [zeroth, gone] = await vectorsOf(before);
    const fresh = (await vectorsOf(after)).find(({ id }) => !ids.has(id));
    if (zeroth === undefined || gone === undefined || fresh === undefined)
      throw new Error('nothing was made');
    const answers = await Promise.all([zeroth, gone, fresh].map((wanted) => found(place, first, wanted)));
    const second = await nextIndex(place, { ...whole(after, 636), from: first, changes }, 'v2');
    // Neither were the partitions made again, nor is anything searched beside them.
    expect(second).toMatchObject({ trainedOn: 600, partitions: first.partitions });
    expect(second.version).toBeGreaterThan(first.version);
    expect((await found(place, second, fresh))[0]).toBe(fresh.id);
    expect((await found(place, second, zeroth))[0]).toBe(zeroth.id);
    expect(await found(place, second, gone)).not.toContain(gone.id);
    const bank = await openLance(place, second, 0.1);
    const [[hit] = []] = await bank.search([zeroth.vector], 1);
    const details = await bank.details(hit === undefined ? [] : [hit]);
    expect(details.get(zeroth.id)?.template).toMatch(/second$/);

    expect(await Promise.all([zeroth, gone, fresh].map((wanted) => found(place, first, wanted)))).toEqual(
      answers,
    );
    expect(answers[1]?.[0]).toBe(gone.id);
    // Nor does a bank that is begun anew change what was there.
    const anew = await nextIndex(place, whole(after, 636), 'v3');
    expect(anew.version).toBeGreaterThan(second.version);
    expect(await Promise.all([zeroth, gone, fresh].map((wanted) => found(place, first, wanted)))).toEqual(
      answers,
    );
    expect(answers[2]).not.toContain(fresh.id);
  });

  test('what an attempt that was killed left behind is no part of the next version', async () => {
    const folder = await testFolder();
    const before = await makeTemplates(folder, { from: 0, to: 300 });
    const after = await makeTemplates(folder, { from: 0, to: 310 });
    const place = await newPlace();
    const first = await nextIndex(place, whole(before, 300), 'v1');
    // It had added something, and a tag, but came to no manifest.
    const { db } = await connectLance(place);
    const table = await db.openTable(templatesTable);
    onTestFinished(() => table.close());
    await appendTemplates(
      db,
      table,
      await readTemplates(await makeTemplates(folder, { from: 900, to: 950 })),
    );
    await (await table.tags()).create('v2', await table.version());
    const { changes } = await differences(folder, before, after);
    const second = await nextIndex(place, { ...whole(after, 310), from: first, changes }, 'v2');
    const pinned = await db.openTable(templatesTable, undefined, { version: second.version });
    expect(await pinned.countRows()).toBe(310);
    const tags = Object.entries(await (await table.tags()).list());
    expect(tags.filter(([, { version }]) => version === second.version)).toHaveLength(1);
  });
});

test('an index that was removed is told, with what mends it', async () => {
  const folder = await testFolder();
  const place = { uri: join(folder, 'index'), storageOptions: {} };
  const index = await nextIndex(place, whole(await makeTemplates(folder, { from: 0, to: 20 }), 20), 'v1');
  await expect(openLance(place, { ...index, version: 77 }, 0.1)).rejects.toThrow(
    /version 77 of the bank's index is not there any more/,
  );
  await rm(place.uri, { recursive: true });
  await expect(openLance(place, index, 0.1)).rejects.toMatchObject({
    name: 'BankUnusable',
    message: expect.stringMatching(/index is not there any more.*exactUpTo/),
  });
});

test('an index that holds a bit a dimension finds nearly all, with their true similarity', async () => {
  const folder = await testFolder();
  const file = await makeTemplates(folder, { from: 0, to: 1500, dimensions: 64 });
  const place = { uri: join(folder, 'index'), storageOptions: {} };
  const small = { ...settings, kind: 'ivf-rq', partitions: 8, probes: 8, refine: 40 } as const;
  const index = await nextIndex(place, { ...whole(file, 1500), dimensions: 64, settings: small }, 'v1');
  const all = await vectorsOf(file);
  const bank = await openLance(place, index, 0.1);
  let right = 0;
  for (const { vector } of all.slice(0, 20)) {
    const wanted = vector.map((value, at) => value + at / 50);
    const [hits = []] = await bank.search([wanted], 10);
    const plain = new Map(plainSearch(all, wanted, 10).map(({ id, similarity }) => [id, similarity]));
    for (const { template, similarity } of hits) {
      const true_ = plain.get(template);
      if (true_ === undefined) continue;
      right += 1;
      expect(similarity).toBeCloseTo(true_, 4);
    }
  }
  expect(right / 200).toBeGreaterThan(0.9);
});
