import { expect, test } from 'vitest';
import { matrixOf } from '../../activities/inference/services/vector-of.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { calling } from './calling.ts';
import { sendJson } from './fake-translator.ts';

/** Token vectors of two documents, the second with one token only. */
const documents: Record<string, number[][]> = {
  long: [
    [1, 0],
    [0, 1],
    [0, 1],
    [3, 4],
  ],
  short: [[5, 12]],
};
const pooling = { chunks: 1, sigma: 0.25, alpha: 1 };

function base64(rows: readonly (readonly number[])[]): string {
  const floats = rows.flat();
  const bytes = Buffer.alloc(floats.length * 4);
  floats.forEach((value, at) => bytes.writeFloatLE(value, at * 4));
  return bytes.toString('base64');
}

/** By hand: T = 4, so rho = 1/2 puts the centre at t = 2 and sigma = 1/4 makes the width 1. */
const weights = [1, 2, 3, 4].map((t) => Math.exp(-((t - 2) ** 2) / 2));
const weighted = [0, 1].map((column) =>
  weights.reduce((sum, weight, at) => sum + weight * (documents['long']?.[at]?.[column] ?? 0), 0),
);
const expected = {
  // The mean is [1, 1.5].
  long: [
    1 / Math.sqrt(3.25),
    1.5 / Math.sqrt(3.25),
    ...weighted.map((value) => value / Math.hypot(...weighted)),
  ],
  short: [5 / 13, 12 / 13, 5 / 13, 12 / 13],
};

test.each([
  ['decimals', (rows: number[][]) => rows],
  ['base64, whose rows the usage tells', base64],
])('%s: the mean first, then the chunk', async (_, form) => {
  const server = await scriptedEndpoint(({ body }, reply) => {
    const input = Array.isArray(body['input']) ? body['input'].map(String) : [];
    const data = input.map((text, index) => ({ index, data: form(documents[text] ?? []) }));
    const tokens = input.reduce((sum, text) => sum + (documents[text]?.length ?? 0), 0);
    sendJson(reply, { data: data.reverse(), model: 'bge', usage: { prompt_tokens: tokens } });
  });
  const { call } = calling({ urls: [server.baseUrl] }, { api: 'pooling' });
  const [long, short] = await Promise.all(
    ['long', 'short'].map((text) => call({ kind: 'embed-chunks', text, pooling })),
  );
  expect(server.seen).toHaveLength(1);
  expect(server.seen[0]?.path).toBe('/pooling');
  if (long === undefined || short === undefined) throw new Error('no answers');
  const near = (wanted: number[]) => wanted.map((value) => expect.closeTo(value, 6) as number);
  expect(Array.from(matrixOf(long, 2).data)).toEqual(near(expected.long));
  expect(Array.from(matrixOf(short, 2).data)).toEqual(near(expected.short));
  expect(long).toMatchObject({ servedBy: 'bge', usage: { completionTokens: 0 } });
});
