import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { tableOf } from '../input/table-of.ts';
import { drawing } from '../recipes/magpie/drawn-build.ts';

const {
  TUNESMITH_TEST_VLLM: url,
  TUNESMITH_TEST_VLLM_MODEL: name,
  TUNESMITH_TEST_VLLM_TOKENIZER: file,
} = process.env;
const skipped =
  url !== undefined && name !== undefined && file !== undefined
    ? undefined
    : 'asks a server of an aligned model: set TUNESMITH_TEST_VLLM (its base URL, with /v1), TUNESMITH_TEST_VLLM_MODEL and ' +
      'TUNESMITH_TEST_VLLM_TOKENIZER (its tokenizer_config.json)';

test('a real model writes as its user, in several turns', { timeout: 1_200_000 }, async ({ skip }) => {
  skip(skipped !== undefined, skipped);
  const foundry = await openFoundry();
  const model = { endpoint: 'default', model: name };
  const dataset = await foundry.build(
    drawing(20, {
      endpoints: { default: { urls: [url] } },
      preQuery: {},
      turns: 2,
      roles: {
        instructor: { ...model, chatTemplate: { tokenizerConfig: file, date: '2026-01-01' } },
        responder: { ...model, sampling: { temperature: 0, maxTokens: 512 } },
      },
    }),
  );
  const { counts } = tableOf(dataset, 'clean-instruction');
  // Special tokens and the next turn's header are in none of them; few draws of an aligned model are no instructions.
  expect(counts.in).toBe(20);
  expect(counts.out).toBeGreaterThan(10);
});
