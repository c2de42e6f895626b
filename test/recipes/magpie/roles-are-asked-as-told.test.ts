import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openFoundry } from '../../builds/foundry.ts';
import { familyFile } from '../../chat-templates/opening.ts';
import { tableOf } from '../../input/table-of.ts';
import { rowsOf, tablesOf } from '../lmsys-synth/sample-build.ts';
import { drawing } from './drawn-build.ts';

const BodySchema = z.looseObject({
  model: z.string(),
  prompt: z.string().optional(),
  text: z.union([z.string(), z.array(z.string())]).optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).optional(),
  response_format: z
    .object({ json_schema: z.object({ name: z.string(), schema: z.looseObject({ type: z.string() }) }) })
    .optional(),
});
type Body = z.output<typeof BodySchema>;

/** A server before the stand-in that notes what it is asked, and plays Llama-Guard itself. */
async function noting(behind: string) {
  const asked: { path: string; body: Body }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const sent = await text(request);
      const path = request.url ?? '';
      const body = sent === '' ? undefined : BodySchema.parse(JSON.parse(sent));
      if (body !== undefined) asked.push({ path, body });
      if (body?.model === 'llama-guard') {
        const content = body.messages?.length === 1 ? 'safe' : 'unsafe\nS6';
        const message = { role: 'assistant', content };
        response.writeHead(200, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            id: 'guard',
            object: 'chat.completion',
            created: 0,
            model: 'llama-guard',
            choices: [{ index: 0, message, finish_reason: 'stop' }],
            usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
          }),
        );
        return;
      }
      const answer = await fetch(new URL(path, behind), {
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json' },
        ...(sent === '' ? {} : { body: sent }),
      });
      response
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
        .end(await answer.text());
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/v1`, asked };
}

const measured = {
  id: z.string(),
  instruction: z.string(),
  instruction_characters: z.int(),
  category: z.string().nullable(),
  instruction_harms: z.array(z.string()).nullable(),
  response_harms: z.array(z.string()).nullable(),
  reward: z.number().nullable(),
};

test('judges, guards, rewards and samplers are asked in the form that the config says', async () => {
  const foundry = await openFoundry({ mistakes: 0, models: ['stand-in', 'llama-guard'] });
  const { url, asked } = await noting(foundry.standin.baseUrl);
  const played = { endpoint: 'noted', model: 'stand-in' };
  const raw = {
    ...played,
    api: 'completion',
    sampling: { maxTokens: 256 },
    chatTemplate: { tokenizerConfig: familyFile('qwen2.5') },
  };
  const dataset = await foundry.build(
    drawing(8, {
      endpoints: { noted: { urls: [url] } },
      roles: {
        instructor: played,
        responder: played,
        labeller: played,
        guard: { ...played, model: 'llama-guard', api: 'chat' },
        reward: {
          ...played,
          api: 'sglang-classify',
          chatTemplate: { tokenizerConfig: familyFile('llama-3.1') },
        },
        sampler: raw,
      },
      labelling: { structured: true },
      safety: { by: 'conversation' },
      preference: { candidates: 2 },
    }),
  );
  const [table] = tablesOf(dataset, 'rate-response');
  if (table === undefined) throw new Error('Nothing was rated.');
  const rows = await rowsOf(foundry.store, table, measured);
  expect(rows).toHaveLength(8);

  const schemas = asked.flatMap(({ body }) => body.response_format ?? []);
  expect(new Set(schemas.map(({ json_schema }) => json_schema.name))).toEqual(
    new Set(['label-category', 'label-quality', 'label-difficulty']),
  );
  for (const { json_schema } of schemas)
    expect(json_schema.schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(rows.every(({ category }) => category !== null)).toBe(true);

  // Llama-Guard's own template holds the question: it gets the conversation as it is.
  const guarded = asked.flatMap(({ body }) =>
    body.model === 'llama-guard' && body.messages !== undefined ? [body.messages] : [],
  );
  const of = new Set(rows.map(({ instruction }) => instruction));
  const seen = guarded.filter(([first]) => of.has(first?.content ?? ''));
  expect(new Set(seen.map((messages) => messages.map(({ role }) => role).join()))).toEqual(
    new Set(['user', 'user,assistant']),
  );
  for (const row of rows) expect([row.instruction_harms, row.response_harms]).toEqual([[], ['S6']]);

  const texts = asked.filter(({ path }) => path.endsWith('/classify')).flatMap(({ body }) => body.text ?? []);
  const rated = rows.map(
    ({ instruction }) => `<|start_header_id|>user<|end_header_id|>\n\n${instruction}<|eot_id|>`,
  );
  for (const each of rated) expect(texts.some((sent) => sent.includes(each))).toBe(true);
  expect(rows.every(({ reward }) => reward !== null)).toBe(true);

  const prompts = asked.flatMap(({ body: { prompt } }) => prompt ?? []);
  for (const { instruction } of rows)
    expect(
      prompts.filter((prompt) =>
        prompt.endsWith(`<|im_start|>user\n${instruction}<|im_end|>\n<|im_start|>assistant\n`),
      ).length,
    ).toBeGreaterThanOrEqual(2);

  // Conversations are filtered by their first turn, and a later filter asks nothing.
  const most = rows.map((row) => row.instruction_characters).sort((a, b) => a - b)[3] ?? 0;
  const turned = {
    turns: 2,
    filters: [{ name: 'short', all: [{ metric: 'instruction_characters', atMost: most }] }],
  };
  const conversations = await foundry.build(drawing(8, turned));
  const short = rows.filter((row) => row.instruction_characters <= most).length;
  expect([short > 0, short < 8]).toEqual([true, true]);
  expect(conversations.others?.map(({ name, rows: kept }) => [name, kept])).toEqual([['drawn-short', short]]);
  expect(tableOf(conversations, 'converse').counts.out).toBe(8);
});
