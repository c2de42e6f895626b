import { expect, test } from 'vitest';
import { vectorOf } from '../../activities/inference/services/vector-of.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { calling } from './calling.ts';
import { sendJson } from './fake-translator.ts';

const good = [
  { index: 0, embedding: [1, 0] },
  { index: 1, embedding: [0, 1] },
];
const bytes = (count: number) => Buffer.alloc(count).toString('base64');
const nan = Buffer.from(Float32Array.of(NaN, 1).buffer).toString('base64');

test.each<[string, unknown, RegExp]>([
  ['one vector for two texts', good.slice(0, 1), /1 results for 2 texts/],
  ['three vectors for two texts', [...good, { index: 2, embedding: [1, 1] }], /3 results for 2 texts/],
  ['two for the same text', [good[0], { ...good[1], index: 0 }], /results numbered 0, 0 for 2 texts/],
  ['vectors of two sizes', [good[0], { index: 1, embedding: [1, 2, 3] }], /of 2 and of 3 numbers/],
  ['an empty vector', [good[0], { index: 1, embedding: [] }], /holds no numbers/],
  [
    'a vector a token',
    [
      good[0],
      {
        index: 1,
        embedding: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    /2 vectors for one text.*api pooling/,
  ],
  [
    'bytes that are no floats',
    [good[0], { index: 1, embedding: bytes(7) }],
    /7 bytes, which are no 32-bit floats/,
  ],
  ['no number', [good[0], { index: 1, embedding: nan }], /NaN or infinity/],
  ['no list', 'vectors', /without embeddings in it.*data/],
])('%s: the fault says so, and the right vectors are taken when they come', async (_, data, problem) => {
  const server = await scriptedEndpoint((__, reply) => sendJson(reply, { data }));
  const { call, state } = calling({ urls: [server.baseUrl] }, { api: 'embeddings' });
  const answers = Promise.all(['a', 'b'].map((text) => call({ kind: 'embed', text })));
  await expect.poll(() => state().lastFault).toMatch(problem);
  server.script = ({ body }, reply) => {
    const count = Array.isArray(body['input']) ? body['input'].length : 0;
    sendJson(reply, { data: good.slice(0, count) });
  };
  expect((await answers).map((answer) => vectorOf(answer).length)).toEqual([2, 2]);
});

test.each<[string, unknown, RegExp]>([
  [
    'no usage to tell rows by',
    { data: [{ index: 0, data: bytes(32) }] },
    /cannot be told apart into rows.*usage/,
  ],
  [
    'tokens of two sizes',
    {
      data: [
        {
          index: 0,
          data: [
            [1, 2],
            [3, 4, 5],
          ],
        },
      ],
    },
    /5 numbers that are no rows of 2/,
  ],
  [
    'one vector a text',
    { data: [{ index: 0, data: [1, 2, 3] }], usage: { prompt_tokens: 2 } },
    /one vector a token/,
  ],
  ['no tokens at all', { data: [{ index: 0, data: [] }], usage: { prompt_tokens: 0 } }, /one vector a token/],
  ['no number', { data: [{ index: 0, data: nan }], usage: { prompt_tokens: 1 } }, /NaN or infinity/],
])('pooling, %s', async (_, body, problem) => {
  const server = await scriptedEndpoint((__, reply) => sendJson(reply, body));
  const { call, state } = calling({ urls: [server.baseUrl] }, { api: 'pooling' });
  const pooling = { chunks: 1, sigma: 0.05, alpha: 1 };
  call({ kind: 'embed-chunks', text: 'a', pooling }).catch(() => undefined);
  await expect.poll(() => state().lastFault).toMatch(problem);
});
