import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { readTyped } from '../../../activities/parquet/read-rows.ts';
import { askedTwice, logOf, lmsysSynth, played, shipped, tablesOf, unreconciled } from './sample-build.ts';

/** Another dataset's instructions: what each is about is plain, and one is none. */
const others = [
  ...Array.from({ length: 6 }, (_, at) => ({ ask: `Write a Python function that adds ${at} to a number.` })),
  ...Array.from({ length: 3 }, (_, at) => ({ ask: `Suggest a recipe with ${at} eggs.` })),
  { ask: ' ' },
];

const TurnsSchema = z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() }));

test('the logs’ own answers, preferences among candidates and conversations that go on are datasets beside the pairs', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const { store } = foundry;
  const config = {
    ...lmsysSynth,
    name: 'synth',
    conversations: await logOf(foundry),
    roles: { teachers: { teacher: played }, judge: played, tagger: played, translator: played },
    answers: { candidates: 4, loops: false },
    arms: ['random', 'best'],
    preference: true,
    turns: 3,
    topics: {
      beside: { name: 'other', instruction: 'ask', files: [await foundry.writeLines('other.jsonl', others)] },
    },
    translation: { into: ['jpn_Jpan'] },
    output: { formats: ['parquet'] },
  };
  const dataset = await foundry.build(config);
  expect(unreconciled(dataset)).toEqual([]);
  expect(askedTwice(foundry)).toBe(0);
  const all = [dataset, ...(dataset.others ?? [])];
  expect(all.map(({ name }) => name)).toEqual([
    'synth',
    'synth-preference',
    'synth-conversations',
    'synth-jpn_jpan',
    'synth-jpn_jpan-preference',
    'synth-jpn_jpan-conversations',
    'synth-random',
    'synth-best',
  ]);
  const read = async <Shape extends Parameters<typeof readTyped>[1]>(name: string, shape: Shape) =>
    readTyped(join(store, 'datasets', name, 'v1/data/train-00000-of-00001.parquet'), shape);

  // An arm's answers stand in the log, behind the instruction that they are paired with.
  const armShape = {
    conversation_id: z.string(),
    turn: z.int(),
    instruction: z.string(),
    response: z.string(),
  };
  const log = new Map(shipped.map((each) => [each.conversation_id, each.conversation]));
  for (const arm of ['random', 'best']) {
    const rows = await read(`synth-${arm}`, armShape);
    expect(rows).toHaveLength(dataset.rows);
    for (const { conversation_id, turn, instruction, response } of rows) {
      const said = log.get(conversation_id) ?? [];
      expect([said[turn]?.content.trim(), said[turn + 1]?.content.trim()]).toEqual([instruction, response]);
    }
  }

  const preferences = await read('synth-preference', {
    prompt: z.string(),
    chosen: z.string(),
    rejected: z.string(),
    chosen_score: z.number(),
    rejected_score: z.number(),
  });
  expect(preferences.length).toBeGreaterThan(10);
  expect(preferences.every((row) => row.chosen_score > row.rejected_score)).toBe(true);
  const pairings = tablesOf(dataset, 'best-and-worst').map(({ counts }) => counts);
  expect(pairings.map(({ out }) => out)).toContain(preferences.length);
  for (const { out, merged } of pairings) expect(merged).toBe(out * 3);

  // The user's further turns are asked in the log's order, in the pair's language, each once it was answered before.
  const english = await read('synth-conversations', {
    conversation_id: z.string(),
    messages: TurnsSchema,
    turns: z.int(),
  });
  expect(english).toHaveLength(dataset.rows);
  const longest = english.find(({ turns }) => turns === 3);
  const asked = log
    .get(longest?.conversation_id ?? '')
    ?.flatMap(({ role, content }) => (role === 'user' ? [content.trim()] : []));
  expect(longest?.messages.flatMap(({ role, content }) => (role === 'user' ? [content] : []))).toEqual(asked);
  const japanese = await read('synth-jpn_jpan-conversations', { messages: TurnsSchema, turns: z.int() });
  expect(japanese.filter(({ turns }) => turns > 1)).not.toHaveLength(0);
  for (const { messages } of japanese)
    expect(messages.every(({ content }) => /[ぁ-ヿ]/.test(content))).toBe(true);

  const manifest = DatasetManifestSchema.parse(
    JSON.parse(await readFile(join(store, 'datasets/synth/v1/manifest.json'), 'utf8')),
  );
  const topics = manifest.analysis.sections?.find(({ title }) => title === 'Topics')?.tables?.[0]?.rows ?? [];
  expect(topics.length).toBeGreaterThan(4);
  expect(topics.map(([topic]) => topic)).toContain('programming');
  // The card tells of what its own rows came through, and of nothing else that the build did.
  const steps = manifest.analysis.sections?.find(({ title }) => title === 'From conversations to pairs')
    ?.tables?.[0]?.rows;
  expect(steps?.filter(([title]) => /jpn_Jpan|random|other/.test(String(title)))).toEqual([]);
  // Beside them those of the other dataset, most frequent first.
  expect(manifest.analysis.sections?.find(({ title }) => title === 'Topics')?.tables?.[0]?.columns).toContain(
    'Topic of other',
  );
  expect(topics[0]?.slice(3)).toEqual(['programming', 6]);

  // As many rows as another dataset has, the same ones in every build; nothing is asked.
  foundry.standin.resetStats();
  const limited = await foundry.build({ ...config, limit: 7 });
  expect(
    [limited, ...(limited.others ?? [])].map(({ rows }) => rows).filter((rows) => rows === 7),
  ).toHaveLength(6);
  expect(foundry.standin.stats().answered).toBe(0);

  // No topic is more than its share of the best.
  const few = await foundry.build({
    ...config,
    best: { size: 12, maxTopicShare: 0.25 },
    arms: [],
    preference: undefined,
  });
  const best = await readTyped(
    join(store, 'datasets/synth', `v${few.version}`, 'data/train-00000-of-00001.parquet'),
    {
      topic: z.string().nullable(),
    },
  );
  const counts = new Map<string | null, number>();
  for (const { topic } of best) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  expect([...counts].filter(([topic, rows]) => topic !== null && rows > 3)).toEqual([]);
});
