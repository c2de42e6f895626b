import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { someDocuments } from '../builds/documents.ts';
import { openFoundry } from '../builds/foundry.ts';
import { rejectsOf } from '../tables/stored-table.ts';
import { habits } from './habits.ts';
import { startProviders, type Habit } from './provider-server.ts';

const lamp = 'What is a lamp?';
const mill = 'What is a mill?';
const policy = 'This request goes against the usage policies.';

/** A provider whose habit shows at one of two prompts: a build in which nothing is answered would publish nothing. */
function atTheMill(habit: Habit): Habit {
  return (asked, reply) => (asked.prompt === lamp ? habits.plain : habit)(asked, reply);
}

const published = z.object({ instruction: z.string(), response: z.string() });

async function rowsOf({ location }: Dataset): Promise<Record<string, string>> {
  const files = await readdir(join(location, 'data'));
  const rows = await Promise.all(
    files.map((file) => readTyped(join(location, 'data', file), published.shape)),
  );
  return Object.fromEntries(rows.flat().map(({ instruction, response }) => [instruction, response]));
}

async function lastRejects(store: string, { tables }: Dataset) {
  const last = tables.at(-1);
  const rejects = last === undefined ? [] : await rejectsOf(store, last);
  return rejects.map(({ reason, detail, raw }) => ({ reason, detail, raw }));
}

test('what providers answer is published as it is meant, or rejected with its reason and words', async () => {
  const providers = await startProviders({
    filtered: atTheMill(habits.filtered),
    modellength: atTheMill(habits.modellength),
    refusal: atTheMill(habits.refusal),
    refusalempty: atTheMill(habits.refusalempty),
    reasoningonly: atTheMill(habits.reasoningonly),
    toolcalls: atTheMill(habits.toolcalls),
  });
  const foundry = await openFoundry();
  const files = [await foundry.writeLines('q.jsonl', [{ question: lamp }, { question: mill }])];
  const build = (mode: string) =>
    foundry.build({
      recipe: 'generate',
      name: mode,
      endpoints: { provider: { urls: [providers.baseUrl(mode)] } },
      roles: { model: { endpoint: 'provider', model: `m-${mode}` } },
      table: { files },
      prompt: { column: 'question' },
    });

  for (const mode of ['thinkclose', 'thinkopen', 'thinkempty', 'parts', 'harmony', 'nousage'] as const) {
    const rows = await rowsOf(await build(mode));
    expect(rows, mode).toEqual({ [lamp]: `Answer to: ${lamp}`, [mill]: `Answer to: ${mill}` });
  }

  const begun = 'First, mix the two parts and then you';
  for (const [mode, reason, raw] of [
    ['filtered', 'filtered', begun],
    ['modellength', 'answer cut', begun],
    ['refusal', 'refusal', policy],
    ['refusalempty', 'refusal', policy],
    ['reasoningonly', 'answer cut', 'long thoughts that never end'],
    ['toolcalls', 'tool call', ''],
  ] as const) {
    const dataset = await build(mode);
    expect(await rowsOf(dataset), mode).toEqual({ [lamp]: `Answer to: ${lamp}` });
    expect(await lastRejects(foundry.store, dataset), mode).toEqual([{ reason, detail: '3 tries', raw }]);
  }
});

test('what a provider’s model thought is published beside the answer where the config asks for it', async () => {
  const providers = await startProviders();
  const foundry = await openFoundry();
  const dataset = await foundry.build({
    recipe: 'generate',
    name: 'thoughts',
    endpoints: { provider: { urls: [providers.baseUrl('parts')] } },
    roles: { model: { endpoint: 'provider', model: 'm-parts' } },
    table: { files: [await foundry.writeLines('q.jsonl', [{ question: lamp }])] },
    prompt: { column: 'question' },
    output: { reasoning: 'field' },
  });
  const [file = ''] = await readdir(join(dataset.location, 'data'));
  const shape = { response: z.string(), reasoning: z.string(), reasoning_tokens: z.int() };
  expect(await readTyped(join(dataset.location, 'data', file), shape)).toEqual([
    { response: `Answer to: ${lamp}`, reasoning: 'secret thoughts', reasoning_tokens: 2 },
  ]);
});

test('thoughts of the models that write and judge instructions are no part of them', async () => {
  const providers = await startProviders();
  const foundry = await openFoundry();
  const role = { endpoint: 'provider', model: 'm-bft' };
  const documents = someDocuments(3);
  const dataset = await foundry.build({
    recipe: 'back-and-forth',
    name: 'bft',
    endpoints: { provider: { urls: [providers.baseUrl('bft')] } },
    roles: { backward: role, forward: role },
    arm: 'filtering',
    corpus: { files: [await foundry.writeLines('docs.jsonl', documents)] },
  });
  expect(dataset.rows).toBe(3);
  expect(Object.keys(await rowsOf(dataset))).toEqual(['Explain what this text is about.']);
});
