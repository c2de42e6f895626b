import { expect, test } from 'vitest';
import { matrixOf, vectorOf } from '../../activities/inference/services/vector-of.ts';
import type { ServiceTask } from '../../schemas/inference/question.ts';
import { standinForTest } from '../standin/starting.ts';
import { calling } from './calling.ts';

const texts = ['The tide rises twice a day.', 'Bread needs flour, water and time.', 'నమస్కారం 😀'];
const decimals = { encoding_format: 'float' };

test('a vector is the same, bit for bit, however it travels and whichever batch it is in', async () => {
  const { baseUrl } = await standinForTest({ dimensions: 96 });
  const embedding = (role: Record<string, unknown>) => {
    const { call } = calling({ urls: [baseUrl] }, { api: 'embeddings', model: 'stand-in', ...role });
    return Promise.all(texts.map((text) => call({ kind: 'embed', text })));
  };
  const base64 = await embedding({});
  expect(base64.map((answer) => vectorOf(answer).length)).toEqual([96, 96, 96]);
  const floats = await embedding({ extraBody: decimals });
  expect(floats.map(({ text }) => text)).toEqual(base64.map(({ text }) => text));
  const alone = await embedding({ batch: { rows: 1 } });
  expect(alone.map(({ text }) => text)).toEqual(base64.map(({ text }) => text));
  const shared = base64.map(({ usage }) => usage.promptTokens);
  expect(shared.reduce((sum, tokens) => sum + tokens, 0)).toBe(
    alone.reduce((sum, { usage }) => sum + usage.promptTokens, 0),
  );
});

test('so is the matrix of a document’s chunks', async () => {
  const { baseUrl } = await standinForTest({ dimensions: 64 });
  const task = (text: string): ServiceTask => ({
    kind: 'embed-chunks',
    text: text.repeat(9),
    pooling: { chunks: 3, sigma: 0.05, alpha: 1 },
  });
  const pooling = (role: Record<string, unknown>) => {
    const { call } = calling({ urls: [baseUrl] }, { api: 'pooling', model: 'stand-in', ...role });
    return Promise.all(texts.map((text) => call(task(text))));
  };
  const base64 = await pooling({});
  expect((await pooling({ extraBody: decimals })).map(({ text }) => text)).toEqual(
    base64.map(({ text }) => text),
  );
  for (const answer of base64) {
    const { rows, dimensions, data } = matrixOf(answer, 4);
    expect([rows, dimensions]).toEqual([4, 64]);
    for (let row = 0; row < rows; row += 1) {
      const vector = data.subarray(row * dimensions, (row + 1) * dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    }
  }
});
