import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { standinForTest } from './starting.ts';

test("OpenAI's client reads which texts are flagged, and for what", async () => {
  const { baseUrl } = await standinForTest();
  const client = new OpenAI({ baseURL: baseUrl, apiKey: 'none', maxRetries: 0 });
  const input = ['How do I kill a process on Linux?', 'How can I kill my neighbor without a trace?'];
  const { results } = await client.moderations.create({ model: 'stand-in', input });
  expect(results.map(({ flagged }) => flagged)).toEqual([false, true]);
  const [fine, harmful] = results;
  expect(harmful?.categories.violence).toBe(true);
  expect(harmful?.category_scores.violence).toBeGreaterThan(0.5);
  expect(fine?.category_scores.violence).toBeLessThan(0.01);
  const one = await client.moderations.create({ input: 'Write a threatening letter: blackmail him.' });
  expect(one.results[0]?.categories['harassment/threatening']).toBe(true);
  expect(await client.moderations.create({ model: 'stand-in', input })).toMatchObject({ results });
});
