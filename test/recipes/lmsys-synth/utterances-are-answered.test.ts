import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Dataset } from '../../../schemas/build/task.ts';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import { withDuckDB } from '../../../activities/parquet/duckdb.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { rejectsOf } from '../../tables/stored-table.ts';
import { askedTwice, logOf, lmsysSynth, pairShape, rowsOf, shipped, unreconciled } from './sample-build.ts';

test('first utterances are answered once each, and every conversation that is not says why', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const { standin, store } = foundry;
  const config = { ...lmsysSynth, name: 'synth', conversations: await logOf(foundry) };
  const dataset = await foundry.build(config);
  expect(unreconciled(dataset)).toEqual([]);
  expect(askedTwice(foundry)).toBe(0);

  expect(tableOf(dataset, 'read-conversation').reasons).toEqual({ 'other language': 4 });
  expect(tableOf(dataset, 'drop-toxic').reasons).toEqual({ toxic: 6 });
  expect(tableOf(dataset, 'take-instruction').reasons).toEqual({
    'empty instruction': 3,
    'no user utterance': 1,
  });
  expect(tableOf(dataset, 'distinct-instruction').reasons).toEqual({ duplicate: 7 });
  const toxic = await rejectsOf(store, tableOf(dataset, 'drop-toxic'));
  expect(toxic.map(({ detail }) => detail).sort()).toEqual([
    'harassment (message 0)',
    'harassment (message 1)',
    'harassment (message 2)',
    'hate (message 0), harassment (message 0)',
    'sexual (message 2)',
    'violence (message 0)',
  ]);

  // Each answer leads to the conversation and the message that asked it.
  const pairs = await rowsOf(store, tableOf(dataset, 'measure-language'), pairShape);
  expect(pairs.length).toBe(shipped.length - 4 - 6 - 4 - 7);
  expect(dataset.rows).toBe(pairs.length);
  const log = new Map(shipped.map((each) => [each.conversation_id, each.conversation]));
  for (const { conversation_id, turn, instruction } of pairs)
    expect(log.get(conversation_id)?.[turn]?.content.trim()).toBe(instruction);
  expect(pairs.filter(({ turn }) => turn === 1)).toHaveLength(3);
  const copies = new Map(pairs.map((row) => [row.instruction.replaceAll(/\s+/g, ' '), row.copies]));
  expect([copies.get('hello'), copies.get('Hello'), copies.get('What causes the seasons?')]).toEqual([
    3, 1, 3,
  ]);
  expect(pairs.every(({ teacher, teacher_tokens }) => teacher === 'teacher' && teacher_tokens > 0)).toBe(
    true,
  );

  const manifest = DatasetManifestSchema.parse(
    JSON.parse(await readFile(join(store, 'datasets/synth/v1/manifest.json'), 'utf8')),
  );
  const columns = manifest.columns.map(({ name }) => name);
  for (const hidden of ['instruction_hash', 'log_response', 'further', 'messages', 'fields'])
    expect(columns).not.toContain(hidden);

  // A conversation that asks what was asked before asks nothing, whichever of them stays now; a new one is asked once.
  standin.resetStats();
  const again = Array.from({ length: 12 }, (_, at) => ({
    ...shipped[0],
    conversation_id: `again-${at}`,
  }));
  const fresh = {
    ...shipped[1],
    conversation_id: 'fresh',
    conversation: [{ role: 'user', content: 'Why is the sea salty?' }],
  };
  const more = await logOf(foundry, [...shipped, ...again, fresh]);
  const grown = await foundry.build({ ...config, conversations: more });
  expect(standin.stats().answered).toBe(1);
  expect(grown.rows).toBe(dataset.rows + 1);

  // The same log in other files gives the same rows: Parquet with its lists, CSV with lists as JSON text.
  standin.resetStats();
  const { files } = config.conversations;
  const lastRows = (built: Dataset) => rowsOf(store, tableOf(built, 'measure-language'), pairShape);
  for (const [format, columns] of [
    ['parquet', '*'],
    [
      'csv',
      'conversation_id, language, model, turn, to_json(conversation) AS conversation, to_json(openai_moderation) AS openai_moderation',
    ],
  ] as const) {
    const path = join(foundry.folder, `log.${format}`);
    await withDuckDB({ memoryLimit: '500MB', scratchDir: foundry.folder }, (db) =>
      db.run(`COPY (SELECT ${columns} FROM read_json('${files[0] ?? ''}')) TO '${path}' (FORMAT ${format})`),
    );
    const same = await foundry.build({
      ...config,
      conversations: { ...config.conversations, files: [path] },
    });
    expect(await lastRows(same)).toEqual(await lastRows(grown));
  }
  expect(standin.stats().answered).toBe(0);

  // The first turn alone decides: two conversations that became toxic later stay.
  standin.resetStats();
  const first = await foundry.build({ ...config, conversations: more, toxicity: { turns: 'first' } });
  expect(standin.stats().answered).toBe(2);
  expect(first.rows).toBe(grown.rows + 2);

  // Instructions that say nearly what another one says are dropped, and name it.
  const unlike = await foundry.build({ ...config, conversations: more, nearDuplicates: {} });
  expect(unreconciled(unlike)).toEqual([]);
  expect(standin.stats().answered).toBe(2);
  const alike = await rejectsOf(store, tableOf(unlike, 'deduplicate-fragments'));
  expect(unlike.rows).toBe(grown.rows - alike.length);
  // In another case alone it is a duplicate, whose detail is the one that stays.
  const asked = new Map(pairs.map(({ id, instruction }) => [id, instruction.toLowerCase()]));
  const cased = alike.filter(({ reason }) => reason === 'duplicate');
  expect(cased.map(({ id }) => asked.get(id)).sort()).toEqual(['hello', 'what causes the seasons?']);
  for (const { id, detail } of cased)
    expect(asked.get(/[0-9a-f]{32}/.exec(detail ?? '')?.[0] ?? '')).toBe(asked.get(id));
});
