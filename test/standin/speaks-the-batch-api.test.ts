import OpenAI, { toFile } from 'openai';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { StandinOptions } from '../../infra/standin/options.ts';
import { standinForTest } from './starting.ts';

const lineSchema = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullable(),
  error: z.object({ code: z.string() }).nullable(),
});

async function clientOf(options: StandinOptions = {}) {
  const standin = await standinForTest({ apiKey: 'let-me-in', mistakes: 0, ...options });
  return { standin, client: new OpenAI({ baseURL: standin.baseUrl, apiKey: 'let-me-in', maxRetries: 0 }) };
}

function request(number: number) {
  return {
    custom_id: `r${number}`,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'stand-in', messages: [{ role: 'user', content: `Harbour ${number}?` }], seed: number },
  };
}

/** Uploads the lines and makes a batch of them. */
async function begun(client: OpenAI, lines: readonly unknown[], metadata: Record<string, string> = {}) {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const file = await client.files.create({
    file: await toFile(Buffer.from(text), 'lines.jsonl'),
    purpose: 'batch',
  });
  return client.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata,
  });
}

async function ended(client: OpenAI, id: string) {
  for (;;) {
    const batch = await client.batches.retrieve(id);
    if (['completed', 'failed', 'expired', 'cancelled'].includes(batch.status)) return batch;
  }
}

async function linesOf(client: OpenAI, file: string | undefined) {
  if (file === undefined) return [];
  const text = await (await client.files.content(file)).text();
  return text
    .trim()
    .split('\n')
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

const eight = Array.from({ length: 8 }, (_, number) => request(number));

test('a batch goes through its states, and its lines are answered as single requests are', async () => {
  const { client, standin } = await clientOf({ batchStepMs: 30 });
  const { id, status } = await begun(client, eight, { whose: 'mine' });
  expect(status).toBe('validating');
  const batch = await ended(client, id);
  expect(batch).toMatchObject({
    status: 'completed',
    request_counts: { total: 8, completed: 8, failed: 0 },
    metadata: { whose: 'mine' },
  });
  const lines = await linesOf(client, batch.output_file_id);
  expect(lines.map(({ custom_id }) => custom_id)).toEqual(eight.map(({ custom_id }) => custom_id));
  const alone = await fetch(`${standin.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer let-me-in' },
    body: JSON.stringify(eight[3]?.body),
  });
  expect(lines[3]?.response?.body).toEqual(await alone.json());
  expect(standin.stats()).toMatchObject({ answered: 9, distinct: 8, repeated: 1 });
});

test('an expired batch has the answers that there were, and says of the others that they expired', async () => {
  const { client } = await clientOf({ batchAnsweredShare: 0.5 });
  const batch = await ended(client, (await begun(client, eight)).id);
  expect(batch.status).toBe('expired');
  expect(await linesOf(client, batch.output_file_id)).toHaveLength(4);
  const errors = await linesOf(client, batch.error_file_id);
  expect(errors.map(({ error }) => error?.code)).toEqual(Array.from({ length: 4 }, () => 'batch_expired'));
});

test('lines that fail are in the error file, with their status', async () => {
  const { client } = await clientOf({ refusedShare: 0.5 });
  const batch = await ended(client, (await begun(client, eight)).id);
  expect(batch.status).toBe('completed');
  const errors = await linesOf(client, batch.error_file_id);
  expect(errors.length).toBeGreaterThan(0);
  expect(new Set(errors.map(({ response }) => response?.status_code))).toEqual(new Set([400]));
  expect(batch.request_counts).toMatchObject({ total: 8, failed: errors.length });
});

test('a file that does not pass is refused as a whole, with the line that is wrong', async () => {
  const { client, standin } = await clientOf({ batchInvalidText: 'Harbour 5?' });
  const batch = await ended(client, (await begun(client, eight)).id);
  expect(batch.status).toBe('failed');
  expect(batch.errors?.data?.map(({ line }) => line)).toEqual([6]);
  standin.setFaults({ batchInvalidText: null, batchRequests: 7 });
  const large = await ended(client, (await begun(client, eight)).id);
  expect(large.errors?.data?.[0]?.message).toContain('the limit is 7');
  standin.setFaults({ batchRequests: 50_000 });
  const twice = await ended(client, (await begun(client, [request(1), request(1)])).id);
  expect(twice.errors?.data?.[0]?.code).toBe('duplicate_custom_id');
});

test('a batch is cancelled with what it has, and listed with the newest first', async () => {
  const { client, standin } = await clientOf({ batchStepMs: 60_000 });
  const first = await begun(client, eight);
  const second = await begun(client, [request(9)]);
  const listed: string[] = [];
  for await (const { id } of client.batches.list({ limit: 1 })) listed.push(id);
  expect(listed).toEqual([second.id, first.id]);
  expect((await client.batches.cancel(first.id)).status).toBe('cancelling');
  standin.setFaults({ batchStepMs: 0 });
  expect((await ended(client, first.id)).status).toBe('cancelled');
  expect((await ended(client, second.id)).status).toBe('completed');
});
