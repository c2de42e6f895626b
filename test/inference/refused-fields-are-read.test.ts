import { APIError } from 'openai';
import { expect, test } from 'vitest';
import { openAiErrorBody } from '../../activities/inference/error-body.ts';
import { refusedField } from '../../activities/inference/refused-field.ts';

const sent = { model: 'm', messages: [], temperature: 0.7, top_p: 1, max_tokens: 4096, seed: 1, stop: ['x'] };

function fieldOf(said: unknown): string | undefined {
  const body = JSON.parse(openAiErrorBody(JSON.stringify(said))) as object;
  return refusedField(APIError.generate(400, body, undefined, new Headers()), sent)?.field;
}

const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

test.each([
  ['Azure', error('Unrecognized request argument supplied: seed'), 'seed'],
  ['Anthropic', error('seed: Extra inputs are not permitted'), 'seed'],
  ['Anthropic, newer models', error('`temperature` is deprecated for this model.'), 'temperature'],
  ['Anthropic, a range', error('temperature: range: 0..1'), 'temperature'],
  ['Anthropic, a length', error('max_tokens: 4096 > 2048, which is the maximum allowed'), 'max_tokens'],
  ['Mistral', { object: 'error', message: 'Top_p must be 1 when using greedy sampling.' }, 'top_p'],
  ['Mistral, a text', { object: 'error', message: 'Extra inputs are not permitted: seed' }, 'seed'],
  ['Cohere', { message: 'temperature must be between 0 and 1' }, 'temperature'],
  ['xAI', { code: 'x', error: 'Argument not supported on this model: stop' }, 'stop'],
  ['Bedrock', { message: 'Malformed input request: #: extraneous key [seed] is not permitted' }, 'seed'],
  ['Moonshot', error('invalid temperature: only 1 is allowed for this model'), 'temperature'],
  ['Zhipu', error('temperature 参数非法', { code: '1210' }), 'temperature'],
  ['DashScope', error("'top_p' should be in (0, 1)"), 'top_p'],
  ['Perplexity', error("['max_tokens'] Input should be less than or equal to 2048"), 'max_tokens'],
  ['Gemini', [error('Unknown name "topP": Cannot find field.')], 'top_p'],
  ['a suggestion', error("property 'seed' is unsupported, did you mean 'stop'?"), 'seed'],
  [
    'OpenRouter',
    error('Provider returned error', {
      metadata: { raw: "Unsupported parameter: 'seed'", provider_name: 'x' },
    }),
    'seed',
  ],
])('%s', (_, said, field) => {
  expect(fieldOf(said)).toBe(field);
});

test.each([
  'Content Exists Risk',
  'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
  'Input data may contain inappropriate content. You must stop.',
])('no field: %s', (words) => {
  expect(fieldOf(error(words))).toBeUndefined();
});
