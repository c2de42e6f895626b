import { expect, test } from 'vitest';
import { z } from 'zod';
import { openFoundry } from '../builds/foundry.ts';
import {
  logOf,
  lmsysSynth,
  pairShape,
  rowsOf,
  shipped,
  tablesOf,
  unreconciled,
} from '../recipes/lmsys-synth/sample-build.ts';

/** A running vLLM (or another server of OpenAI's protocol), such as http://127.0.0.1:8000/v1, and the model that it serves. */
const { TUNESMITH_VLLM_URL: url, TUNESMITH_VLLM_MODEL: model } = process.env;

test('a real model answers, scores, tags and translates what people asked', async ({ skip }) => {
  skip(url === undefined || model === undefined, 'set TUNESMITH_VLLM_URL and TUNESMITH_VLLM_MODEL');
  const foundry = await openFoundry();
  const role = { endpoint: 'vllm', model };
  const teacher = { ...role, sampling: { temperature: 0.7, maxTokens: 2048 } };
  const config = {
    ...lmsysSynth,
    name: 'real',
    endpoints: { vllm: { urls: [url] } },
    conversations: await logOf(foundry, shipped.slice(0, 12)),
    roles: { teachers: { teacher }, judge: role, tagger: role, translator: role },
    answers: { candidates: 2 },
    translation: { into: ['jpn_Jpan'] },
  };
  const dataset = await foundry.build(config);
  expect(unreconciled(dataset)).toEqual([]);
  expect(dataset.standIn).toBe(false);
  expect(dataset.rows).toBeGreaterThan(0);
  const [english = []] = await Promise.all(
    tablesOf(dataset, 'measure-language').map((table) =>
      rowsOf(foundry.store, table, { ...pairShape, score: z.int(), topics: z.array(z.string()) }),
    ),
  );
  // The server counts its own tokens, and its judge's scores can be read.
  expect(english.every(({ teacher_tokens }) => teacher_tokens > 0 && teacher_tokens <= 2000)).toBe(true);
  expect(english.every(({ score }) => score >= 1 && score <= 10)).toBe(true);
  expect(english.every(({ response_share }) => response_share > 0.3)).toBe(true);

  // Nothing is asked a second time.
  const again = await foundry.build(config);
  expect(again.unchanged).toBe(true);
}, 1_800_000);
