import { expect, test } from 'vitest';
import { z } from 'zod';
import { rowContext } from '../../activities/engine/rows/row-context.ts';
import { implement } from '../../activities/engine/rows/row-stage.ts';
import type { Resources } from '../../activities/engine/build/resources.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import {
  implementGroup,
  implementSet,
  implementStreamingSet,
  type ImplementedSetStage,
} from '../../activities/engine/sets/set-stage.ts';
import { literal } from '../../activities/parquet/sql.ts';
import { rowStage, setStage } from '../../schemas/table/stage.ts';
import { finishedBuild } from '../dataset/finished-build.ts';
import { openSets } from './set-workshop.ts';

const look = rowStage({
  name: 'look',
  version: 1,
  title: 'Look up',
  needs: { word: z.string() },
  adds: { known: z.boolean() },
  params: z.strictObject({ words: z.array(z.string()).default(['harbour']) }),
});
type Params = z.output<typeof look.params>;

async function resources(signal = new AbortController().signal): Promise<Resources> {
  const { folder, input } = await finishedBuild({ rows: 1 });
  const parts = createParts(await openHome({ TUNESMITH_HOME: `${folder}/home` }), {});
  return { build: input.build, parts, signal };
}
const context = rowContext('a', {
  stage: 'look',
  roles: [],
  buildSeed: 1,
  prompts: new Map(),
  tokens: () => 0,
  enter: () => Promise.resolve(() => undefined),
});

test('what a stage opens is opened once for its parameters and shared by its rows', async () => {
  let openings = 0;
  const stage = implement(look, ({ word }, { opened }) => ({ known: opened.has(word) }), {
    async open({ words }: Params) {
      openings += 1;
      return new Set(words);
    },
  });
  const given = await resources();
  const [first, second] = await Promise.all([stage.prepare({}, given), stage.prepare({}, given)]);
  expect(openings).toBe(1);
  expect(await first({ word: 'harbour' }, context)).toEqual([{ known: true }]);
  expect(await second({ word: 'sea' }, context)).toEqual([{ known: false }]);
  const other = await stage.prepare({ words: ['sea'] }, given);
  expect(openings).toBe(2);
  expect(await other({ word: 'sea' }, context)).toEqual([{ known: true }]);
});

test('an opening that failed is tried again; one that ended with its shard is begun again for the others', async () => {
  const shard = new AbortController();
  let openings = 0;
  const stage = implement(look, (_, { opened }) => ({ known: opened }), {
    async open(_: Params, { signal }: Resources) {
      openings += 1;
      if (openings === 1)
        await new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('ended'))));
      if (openings === 2) throw new Error('no such index');
      return true;
    },
  });
  const given = await resources();
  const ended = stage.prepare({}, { ...given, signal: shard.signal });
  const waits = stage.prepare({}, given);
  shard.abort();
  await expect(ended).rejects.toThrow('ended');
  await expect(waits).rejects.toThrow('no such index');
  await stage.prepare({}, given);
  expect(openings).toBe(3);
});

const rowsOfSets = { id: z.string(), word: z.string() };
const words = ['harbour', 'sea', 'harbour'].map((word, at) => ({ id: `row-${at}`, word }));
const sieve = (name: string, merges?: true) =>
  setStage({
    name,
    version: 1,
    title: 'Sieve',
    needs: { word: z.string() },
    params: look.params,
    ...(merges === undefined ? {} : { merges }),
  });

test('a set stage opens what it chooses by, once a process, from the store of its build', async () => {
  let openings = 0;
  const opening = {
    async open({ words: known }: Params, { build }: Resources) {
      openings += 1;
      expect(build.store.uri).toContain('tunesmith-sets-');
      return known;
    },
  };
  const listed = (known: readonly string[]) => known.map(literal).join(', ');
  const bySql = implementSet(
    sieve('by-sql'),
    (_, __, opened) => ({
      keep: `SELECT id FROM input WHERE word IN (${listed(opened)})`,
      otherwise: 'unknown',
    }),
    opening,
  );
  const inOrder = implementStreamingSet(
    sieve('in-order'),
    rowsOfSets,
    (_, __, opened) => ({
      read: 'SELECT id, word FROM input ORDER BY id',
      async *decide(rows) {
        for await (const { id, word } of rows)
          yield opened.includes(word) ? { id } : { id, reject: 'unknown' };
      },
    }),
    opening,
  );
  const merging = implementGroup(
    sieve('merging', true),
    (_, __, opened) => ({
      keep: `SELECT min(id) AS id FROM input WHERE word IN (${listed(opened)}) GROUP BY word`,
      merged: `SELECT input.id, kept.id AS becomes FROM input JOIN (SELECT id, word FROM input SEMI JOIN chosen
        USING (id)) AS kept USING (word) WHERE input.id <> kept.id`,
      otherwise: 'unknown',
    }),
    opening,
  );
  const sets = await openSets(rowsOfSets, words);
  const idsOf = async (stage: ImplementedSetStage, params: { words?: string[] }) =>
    (await sets.run(stage, params, rowsOfSets)).rows.map(({ id }) => id);
  expect(await idsOf(bySql, {})).toEqual(['row-0', 'row-2']);
  expect(await idsOf(inOrder, {})).toEqual(['row-0', 'row-2']);
  expect(await idsOf(merging, {})).toEqual(['row-0']);
  expect(openings).toBe(3);
  // Another table of the same stage is made by what is open already.
  const others = await openSets(rowsOfSets, words.slice(1));
  expect((await others.run(bySql, { words: ['sea'] }, rowsOfSets)).rows.map(({ id }) => id)).toEqual([
    'row-1',
  ]);
  expect(openings).toBe(4);
});
