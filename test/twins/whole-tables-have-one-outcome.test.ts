import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AnswerBook } from '../../activities/engine/answers/answer-book.ts';
import { Journal, lineOf } from '../../activities/engine/answers/journal.ts';
import { AnswerFiles } from '../../activities/engine/answers/answer-files.ts';
import { publishBank } from '../../activities/recipes/fine-instructions/bank/publish-bank.ts';
import { publishDataset } from '../../activities/dataset/publish.ts';
import { putTraining } from '../../activities/dataset/training/training-folder.ts';
import { stateOf } from '../../activities/engine/tables/table-state.ts';
import { Tables } from '../../activities/engine/tables/tables.ts';
import { drawRows } from '../../activities/engine/import/draw-rows.ts';
import { importCorpus } from '../../activities/engine/import/import-corpus.ts';
import { importOf } from '../../activities/engine/import/import-record.ts';
import { uniteTables } from '../../activities/engine/sets/unite-tables.ts';
import { runSet } from '../../activities/engine/sets/run-set.ts';
import { setStages } from '../../activities/recipes/index.ts';
import type { Store } from '../../activities/storage/store.ts';
import { toJson } from '../../activities/storage/stored-json.ts';
import { planKey } from '../../activities/engine/tables/keys.ts';
import { BankManifestSchema, templateShape } from '../../schemas/recipes/fine-instructions/bank.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { documentShape } from '../../schemas/table/corpus.ts';
import { DatasetManifestSchema, LatestSchema } from '../../schemas/dataset/manifest.ts';
import { PlanSchema } from '../../schemas/build/plan.ts';
import type { TableRef } from '../../schemas/build/task.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import { anAnswer } from '../answers/an-answer.ts';
import { finishedBuild, type Finished } from '../dataset/finished-build.ts';
import { writeTable } from '../dataset/write-table.ts';
import { question } from '../inference/asking.ts';
import { keysOf, places, type Place } from '../storage/places.ts';
import { atEachWrite, interrupted } from './at-each-write.ts';
import { rows, twinBuild } from './twin-build.ts';

const { signal } = new AbortController();

async function json<T>(store: Store, key: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(Buffer.from((await store.getBytes(key)) ?? []).toString()));
}

/** A store of the test's own, and a build with parts of two workers; the first one's writes are interrupted. */
async function twins(
  place: Place,
  moment: Parameters<typeof interrupted>[1],
  meanwhile: () => Promise<void>,
) {
  const config = place.config();
  const store = await place.open(config);
  const build = await twinBuild(store, config, place.folder());
  const between = interrupted(store, moment, meanwhile);
  return {
    store,
    build,
    between,
    first: await build.worker('first', '', between.store),
    second: await build.worker('second', ''),
  };
}

describe.each(places())('on a $kind store', (place) => {
  test('two attempts at a set stage, at every moment', async () => {
    const moments = await atEachWrite(async (moment) => {
      const input = async () => ({
        build: build.ref,
        call: { stage: 'sample', params: { size: 10 } },
        input: build.input.table,
      });
      const { store, build, between, first, second } = await twins(place, moment, async () => {
        await runSet(await input(), setStages, second, signal);
      });
      const { counts, table } = await runSet(await input(), setStages, first, signal);
      expect(counts).toEqual({ in: rows, out: 10, rejected: rows - 10, expanded: 0 });
      const { manifest, damage } = await stateOf(store, table);
      expect([manifest?.counts, damage]).toEqual([counts, undefined]);
      return between;
    });
    expect(moments).toBeGreaterThanOrEqual(6);
  });

  test('two attempts at rows from nothing, and at a table of two, at every moment', async () => {
    const moments = await atEachWrite(async (moment) => {
      const made = async (parts: typeof first, input: TableRef) => {
        const drawn = await drawRows({ build: build.ref, rows: 9 }, parts);
        const inputs = [input, input].map((table) => ({ table, without: ['fields'] }));
        return [drawn, await uniteTables({ build: build.ref, inputs }, parts, signal)];
      };
      const { store, build, between, first, second } = await twins(place, moment, async () => {
        await made(second, build.input.table);
      });
      const [drawn, united] = await made(first, build.input.table);
      expect([drawn?.counts.out, united?.counts.out]).toEqual([9, 2 * rows]);
      for (const summary of [drawn, united])
        if (summary !== undefined) {
          const { manifest, damage } = await stateOf(store, summary.table);
          expect([manifest?.counts, damage]).toEqual([summary.counts, undefined]);
        }
      return between;
    });
    expect(moments).toBeGreaterThanOrEqual(8);
  });

  test('two attempts at an import, at every moment', async () => {
    const moments = await atEachWrite(async (moment) => {
      const { store, build, between, first, second } = await twins(place, moment, async () => {
        await run(second);
      });
      const files = [join(build.folder, 'q.jsonl')];
      await writeFile(files[0] ?? '', '{"q":"one"}\n{"q":"two"}\nnot JSON\n{"q":"one"}\n');
      const run = (parts: typeof second) =>
        importCorpus(
          { build: build.ref, kind: 'records', corpus: { files } },
          parts,
          signal,
          () => undefined,
        );
      const { counts, table, import: digest = '' } = await run(first);
      expect(counts).toMatchObject({ in: 4, rejected: 4 - counts.out });
      expect((await stateOf(store, table)).damage).toBeUndefined();
      const told = await importOf(store, table, digest);
      expect(told.counts).toEqual(counts);
      await Promise.all(told.rejects.map((file) => file(join(build.folder, 'held'))));
      expect(await run(second)).toMatchObject({ counts, reused: true, table });
      return between;
    });
    expect(moments).toBeGreaterThanOrEqual(8);
  });

  test.each([
    { by: 'another attempt of the build', seed: 42, both: [1] },
    { by: 'another build', seed: 43, both: [1, 2] },
  ])('a dataset published meanwhile by $by, at every moment', async ({ seed, both }) => {
    // Publishing leaves the tables as they are.
    const store = await place.open();
    const settings = { rows: 6, shards: 1, store, seed: 42 };
    const [ours, theirs] = [await finishedBuild(settings), await finishedBuild({ ...settings, seed })];
    const moments = await atEachWrite(async (moment) => {
      for (const key of await keysOf(store, 'datasets/')) await store.remove(key);
      let versions = [1];
      const between = interrupted(store, moment, async () => {
        await publishDataset(theirs.input, theirs.options);
        versions = both;
      });
      const build = { ...ours.input.build, store: between.store, tables: new Tables(between.store) };
      const made = await publishDataset({ ...ours.input, build }, ours.options);
      expect(await publishedIn(store, made.name)).toEqual(versions);
      return between;
    });
    expect(moments).toBeGreaterThanOrEqual(14);
  });

  test('training files, at every moment', async () => {
    const moments = await atEachWrite(async (moment) => {
      const store = await place.open();
      const put = async (through: Store, words: string) => {
        const { folder } = await scratch(place, { 'a.jsonl': words, 'b.yaml': words });
        return putTraining(through, 'training/model', ['a.jsonl', 'b.yaml'], folder, 7);
      };
      const between = interrupted(store, moment, async () => void (await put(store, 'other words')));
      const { location } = await put(between.store, 'words');
      const folder = location.slice(location.indexOf('training/'));
      const texts = await Promise.all(
        ['a.jsonl', 'b.yaml'].map(async (name) =>
          Buffer.from((await store.getBytes(`${folder}/${name}`)) ?? []).toString(),
        ),
      );
      expect([
        ['words', 'words'],
        ['other words', 'other words'],
      ]).toContainEqual(texts);
      return between;
    });
    expect(moments).toBeGreaterThanOrEqual(5);
  });

  test('answers that are merged by two at once are all there', async () => {
    const moments = await atEachWrite(async (moment) => {
      const store = await place.open();
      const writer = new AnswerFiles(store, 'group', ['0']);
      for (let number = 0; number < 10; number += 1)
        await writer.add([lineOf({ address: `a${number}`, answer: anAnswer(`answer ${number}`) })]);
      const between = interrupted(store, moment, async () => {
        const other = new AnswerFiles(store, 'group', ['0']);
        await other.load();
        await other.merge();
      });
      const ours = new AnswerFiles(between.store, 'group', ['0']);
      await ours.load();
      await ours.merge();
      const found = new Set(
        (await new AnswerFiles(store, 'group', ['0']).load()).map(({ address }) => address),
      );
      expect(found.size).toBe(10);
      return between;
    });
    expect(moments).toBeGreaterThanOrEqual(20);
  });

  test('of two answers that were paid for at once, the same one always counts', async () => {
    const store = await place.open();
    const asked = question('same');
    const payer = { store: store.uri, build: 'a build' };
    const book = async (name: string) => {
      const opened = new AnswerBook(
        new AnswerFiles(store, 'group', []),
        new Journal(join(place.folder(), name)),
        payer,
      );
      await opened.open();
      return opened;
    };
    const [one, two] = [await book('one'), await book('two')];
    await two.answer(asked, () => Promise.resolve(anAnswer('b')));
    await one.answer(asked, () => Promise.resolve(anAnswer('a')));
    await one.close();
    await two.close();
    const never = () => Promise.reject(new Error('was asked again'));
    for (const name of ['three', 'four'])
      expect((await (await book(name)).answer(asked, never)).answer.text).toBe('a');
  });

  test('a bank published meanwhile, at every moment', async () => {
    const moments = await atEachWrite(async (moment) => {
      const config = place.config();
      const store = await place.open(config);
      const folder = await mkdtemp(join(place.folder(), 'bank-'));
      const given: unknown = recipeOf('template-bank').schema.parse({
        recipe: 'template-bank',
        name: 'bank',
        store: config,
        endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
        queries: [{ name: 'chat', files: ['unused.jsonl'] }],
        roles: {
          genericizer: { endpoint: 'here', model: 'm' },
          embedder: { endpoint: 'here', model: 'm' },
        },
      });
      const plan = PlanSchema.parse({
        format: 'tunesmith-plan-1',
        id: 'bank/run-1',
        config: JSON.parse(JSON.stringify(given)) as unknown,
        prompts: {},
        openedAt: '2026-11-21T00:00:00.000Z',
      });
      await store.putBytes(planKey(plan.id), toJson(plan));
      const build = { id: plan.id, store: plan.config.store, plan: planKey(plan.id) };
      const templates = (words: string) =>
        writeTable(store, folder, {
          stage: 'embed-template',
          title: 'Embed',
          columns: columnsOf({
            id: z.string(),
            metadata: documentShape.metadata,
            ...templateShape,
            embedding: z.array(z.number()),
          }),
          rows: [
            {
              id: words,
              template_id: words,
              template: `Explain <fi>${words}</fi>`,
              description: words,
              complexity: 1,
              query: words,
              query_source: 'chat',
              uses: 1,
              query_sources: ['chat'],
              source_uses: [1],
              embedding: [1, 0],
              metadata: {},
            },
          ],
          shards: 1,
          came: 1,
          inputs: [],
        });
      const [ours, theirs] = [await templates('ours'), await templates('theirs')];
      const parts = createParts(await openHome({ TUNESMITH_HOME: join(folder, 'home') }), {});
      const publish = (of: typeof ours, through: Store) =>
        publishBank(
          { build, name: 'bank', table: of.summary.table, tables: [of.summary], referenceSources: ['chat'] },
          { ...parts, openStore: () => Promise.resolve(through) },
          signal,
        );
      const between = interrupted(store, moment, async () => void (await publish(theirs, store)));
      // One that finds its number taken is tried again, as the server does.
      const { bank } = await publish(ours, between.store).catch(() => publish(ours, store));
      const versions = (await keysOf(store, 'banks/bank/v')).filter((key) => key.endsWith('manifest.json'));
      const latest = await json(store, 'banks/bank/latest.json', BankManifestSchema);
      expect(latest.version).toBe(versions.length);
      const mine = await json(store, `banks/bank/v${bank.version}/manifest.json`, BankManifestSchema);
      expect(mine.table).toEqual(ours.summary.table);
      expect((await stateOf(store, mine.table)).damage).toBeUndefined();
      return between;
    });
    expect(moments).toBeGreaterThanOrEqual(5);
  });
});

/** Numbers of the complete versions, each of which has every file that it names; the newest is pointed to. */
async function publishedIn(store: Finished['store'], name: string): Promise<number[]> {
  const versions: number[] = [];
  for (const key of await keysOf(store, `datasets/${name}/v`)) {
    if (!key.endsWith('/manifest.json')) continue;
    const { version, files } = await json(store, key, DatasetManifestSchema);
    versions.push(version);
    for (const { path, bytes } of files)
      expect((await store.getBytes(`datasets/${name}/v${version}/${path}`))?.length).toBe(bytes);
  }
  versions.sort((a, b) => a - b);
  const latest = await json(store, `datasets/${name}/latest.json`, LatestSchema);
  expect(latest.version).toBe(versions.at(-1));
  return versions;
}

async function scratch(place: Place, files: Readonly<Record<string, string>>): Promise<{ folder: string }> {
  const folder = await mkdtemp(join(place.folder(), 'scratch-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder };
}
