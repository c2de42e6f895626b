import { expect, test } from 'vitest';
import { z } from 'zod';
import { post } from './posting.ts';
import { standinForTest } from './starting.ts';

const schema = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })) });

const dot = (one: number[], other: number[]) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

test('vectors have length 1 and texts that share words are the closer ones', async () => {
  const { url } = await standinForTest();
  const input = [
    'How does the query planner choose an index?',
    'The planner chooses an index for each query.',
    'Feed the sourdough starter with rye flour every morning.',
    '',
  ];
  const response = await post(url, '/v1/embeddings', { model: 'stand-in', input });
  const vectors = schema.parse(await response.json()).data.map(({ embedding }) => embedding);
  const [question = [], near = [], far = [], nothing = []] = vectors;
  expect(question).toHaveLength(256);
  for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
  expect(dot(question, near)).toBeGreaterThan(0.5);
  expect(Math.abs(dot(question, far))).toBeLessThan(0.2);
  expect(nothing).toHaveLength(256);
});
