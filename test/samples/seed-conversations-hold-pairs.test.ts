import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { selectSeedPairs } from '../../activities/recipes/back-and-forth/seed-data/select-seed-pairs.ts';
import { SeedDataSchema } from '../../schemas/recipes/back-and-forth/seed-data.ts';
import { examples, linesOf } from './shipped.ts';

const MessageSchema = z.object({
  message_id: z.uuid(),
  text: z.string().min(1),
  role: z.enum(['prompter', 'assistant']),
  lang: z.enum(['en', 'es', 'de', 'fr']),
  rank: z.int().nullable(),
  deleted: z.boolean(),
  get replies() {
    return z.array(MessageSchema);
  },
});
const TreeSchema = z.object({ message_tree_id: z.uuid(), tree_state: z.string(), prompt: MessageSchema });

async function trees() {
  const bytes = await readFile(join(examples, 'seed/conversations.jsonl'));
  return linesOf(bytes).map((line) => TreeSchema.parse(JSON.parse(line)));
}

async function pairs(lang: string) {
  const config = SeedDataSchema.parse({ files: ['seed/conversations.jsonl'], lang });
  const objects = () => {
    throw new Error('local files asked for the object store');
  };
  return selectSeedPairs(await listSources(config, examples, objects), config, 42, { objects });
}

test('every seed tree has the shape of the export and its own id', async () => {
  const all = await trees();
  expect(all).toHaveLength(60);
  expect(new Set(all.map((tree) => tree.message_tree_id)).size).toBe(60);
  expect(all.every((tree) => tree.message_tree_id === tree.prompt.message_id)).toBe(true);
});

test('first turns of rank 0 are there in English and in the other languages, and something to skip', async () => {
  const english = await pairs('en');
  expect(english.counts).toEqual({ in: 60, usable: 42, selected: 42 });
  expect(Object.keys(english.skipped).length).toBeGreaterThanOrEqual(4);
  expect((await pairs('fr')).counts.usable).toBe(4);
});

test('the best answers are 40 to 250 words long, poems aside', async () => {
  const { pairs: chosen } = await pairs('en');
  const lengths = chosen.map(({ response }) => response.split(/\s+/).length);
  expect(lengths.filter((words) => words < 40)).toHaveLength(1);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(250);
});
