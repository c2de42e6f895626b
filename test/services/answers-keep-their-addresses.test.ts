import { expect, test } from 'vitest';
import { addressOf, answerGroup, serviceQuestionOf } from '../../activities/engine/answers/address.ts';
import { questionOf } from '../../activities/inference/question-of.ts';
import { seedOf } from '../../activities/digest.ts';
import type { ServiceTask } from '../../schemas/inference/question.ts';
import { RoleSchema, ServiceRoleSchema } from '../../schemas/inference/role.ts';

// An address that changes is an answer that every user with a store of an earlier version pays for again. A failure
// here is no reason to write down other digits: what is asked has to stay what it was, or the changelog must say it.

const messages = [
  { role: 'system' as const, content: 'You answer briefly.' },
  { role: 'user' as const, content: 'What is a tide? — नमस्ते 😀\n' },
];
const least = RoleSchema.parse({ endpoint: 'gpus', model: 'org/Llama 70b' });
const most = RoleSchema.parse({
  endpoint: 'gpus',
  model: 'org/Llama 70b',
  revision: '2024-07',
  api: 'completion',
  sampling: { temperature: 0.7, topP: 0.9, maxTokens: 512, stop: ['###'] },
  sendSeed: false,
  extraBody: { top_k: 20, chat_template_kwargs: { enable_thinking: false } },
});

test('a language model asked with the least that a config says', () => {
  expect(seedOf(1, 'rewrite', 'row-1', 0)).toBe(2013239123);
  expect(addressOf(questionOf(least, messages, seedOf(1, 'rewrite', 'row-1', 0)))).toBe(
    '9e11b52d0c22d508a66ab3ef2fb82517',
  );
  expect(answerGroup('rewrite', least)).toBe('rewrite-org-llama-70b-30384d07');
});

test('a language model asked with all that a config can say', () => {
  expect(addressOf(questionOf(most, messages, 7))).toBe('97fe382fcdee984422bf34e5b96741e9');
  expect(answerGroup('rewrite', most)).toBe('rewrite-org-llama-70b-9e58a520');
});

const pooling = { chunks: 5, sigma: 0.05, alpha: 1 };
const services: [string, Record<string, unknown>, ServiceTask, string][] = [
  [
    'an embedding',
    { api: 'embeddings' },
    { kind: 'embed', text: 'A page about tides.' },
    '51eff7e9ce384eb347c71ea0213b07ff',
  ],
  [
    'chunks',
    { api: 'pooling' },
    { kind: 'embed-chunks', text: 'A page about tides.', pooling },
    '2f2be865518464cbeb92bb4a2e780136',
  ],
  [
    'a moderation',
    { api: 'moderations' },
    { kind: 'moderate', text: 'What is a tide?' },
    '1bba65a981418ac7bbbc7e43db441efe',
  ],
  [
    'a translation',
    { api: 'open-inference', revision: '3.3B', extraBody: { parameters: { beam_size: 4 } } },
    { kind: 'translate', text: 'आज बारिश हुई।', from: 'hin_Deva', to: 'eng_Latn' },
    'd1f95dbc9b810174ca8f6cebcbffaa6b',
  ],
  [
    'one by DeepL',
    { api: 'deepl' },
    { kind: 'translate', text: 'Hola.', from: 'spa_Latn', to: 'eng_Latn' },
    '9682613ff8320b4b76825d5aa15f2fac',
  ],
  [
    'its quality',
    { api: 'open-inference' },
    { kind: 'estimate', source: 'Hola.', translation: 'Hello.' },
    '6e474997c1487f65fd719956d6113331',
  ],
  [
    'a reward',
    { api: 'classify' },
    { kind: 'reward', messages: [...messages, { role: 'assistant', content: 'Water.' }] },
    '4056959aea4c4a5ba3b78e76276d0cac',
  ],
  [
    'one of several numbers, of a rendered conversation',
    { api: 'sglang-classify', label: 1 },
    { kind: 'reward', messages: [{ role: 'assistant', content: 'Water.' }], text: '<s>Water.</s>' },
    'ecde99e21a7440e1b35a197393c00bb0',
  ],
];

test.each(services)('%s', (_, given, task, address) => {
  const role = ServiceRoleSchema.parse({ endpoint: 'main', model: 'm', ...given });
  expect(addressOf(serviceQuestionOf(role, task))).toBe(address);
});

test('where a model is, what it costs and how texts are batched is no part of a question', () => {
  const role = ServiceRoleSchema.parse({ endpoint: 'main', model: 'm', api: 'deepl' });
  const other = ServiceRoleSchema.parse({
    endpoint: 'elsewhere',
    model: 'm',
    api: 'deepl',
    batch: { rows: 1, characters: 9 },
    price: { promptPerMillion: 20, completionPerMillion: 0 },
  });
  const task: ServiceTask = { kind: 'translate', text: 'Hola.', from: 'spa_Latn', to: 'eng_Latn' };
  expect(addressOf(serviceQuestionOf(other, task))).toBe(addressOf(serviceQuestionOf(role, task)));
  expect(answerGroup('translate', other)).toBe(answerGroup('translate', role));
});

test('a field that is not sent is told in the address; how a question travels is not', () => {
  const bare = RoleSchema.parse({ endpoint: 'gpus', model: 'org/Llama 70b', sampling: { topP: null } });
  expect(addressOf(questionOf(bare, messages, 7))).not.toBe(addressOf(questionOf(least, messages, 7)));
  expect(questionOf(bare, messages, 7)).not.toHaveProperty('topP');
  expect(answerGroup('rewrite', bare)).not.toBe(answerGroup('rewrite', least));
  const otherwise = RoleSchema.parse({
    endpoint: 'gpus',
    model: 'org/Llama 70b',
    sampling: { maxTokens: null, stop: null },
    maxTokensField: 'max_completion_tokens',
    seedField: 'random_seed',
  });
  expect(addressOf(questionOf(otherwise, messages, 7))).toBe(addressOf(questionOf(least, messages, 7)));
  expect(answerGroup('rewrite', otherwise)).toBe(answerGroup('rewrite', least));
});
