import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { loopIn } from '../../../activities/recipes/lmsys-synth/answers/loop.ts';
import { parseAnswer } from '../../../activities/recipes/lmsys-synth/answers/parse-answer.ts';
import { AnswerParams } from '../../../schemas/recipes/lmsys-synth/answers.ts';

const params = AnswerParams.parse({});
const said = (text: string, tokens: number, finish: 'stop' | 'length' = 'stop') => ({
  text,
  finish,
  usage: { promptTokens: 1, completionTokens: tokens },
  servedBy: 'm',
  standIn: false,
  milliseconds: 1,
});
const read = (text: string, tokens: number, finish: 'stop' | 'length' = 'stop', given = params) =>
  parseAnswer(text, said(text, tokens, finish), given, () => 7);

test.each<[string, string, number, 'stop' | 'length', unknown]>([
  ['2,000 tokens stay', 'An answer.', 2000, 'stop', { response: 'An answer.', teacher_tokens: 2000 }],
  [
    'one more is a repetition',
    'An answer.',
    2001,
    'stop',
    new Unusable('too many tokens', '2001, at most 2000'),
  ],
  [
    'cut at the limit of the request',
    'An answer that',
    2048,
    'length',
    new Unusable('too many tokens', '2048, at most 2000'),
  ],
  ['cut before', 'An answer that', 100, 'length', new Unusable('answer cut')],
  ['nothing', ' ', 1, 'stop', new Unusable('empty answer')],
  ['a refusal', "I'm sorry, but I can't help with that.", 12, 'stop', new Unusable('refusal')],
  ['a server that does not count', ' An answer. ', 0, 'stop', { response: 'An answer.', teacher_tokens: 7 }],
])('%s', (_, text, tokens, finish, expected) => {
  expect(read(text, tokens, finish)).toEqual(expected);
});

test('thoughts are no part of the answer’s length', () => {
  const whole = { ...said('Short.', 5000), reasoning: 'Long.' };
  expect(parseAnswer('Short.', whole, params, () => 3)).toEqual({ response: 'Short.', teacher_tokens: 3 });
});

const loop = 'and then the man went to the market again, ';
const { loops } = params;
if (loops === false) throw new Error('loops are looked for by default');

test.each([
  ['a sentence over and over', `It began well: ${loop.repeat(30)}`, true],
  [
    'in another case and with other signs',
    `${loop}${loop.toUpperCase()}${loop.replaceAll(' ', '  ')}${loop}`,
    true,
  ],
  ['one word over and over', 'ha '.repeat(200), true],
  ['a language without spaces', '東京は日本の首都であり世界で最も人口の多い都市圏です。'.repeat(12), true],
  ['three times only', loop.repeat(3), false],
  [
    'a refrain of a long song',
    `${loop.repeat(4)}${'Every line of this is new and says another thing number. '
      .split(' ')
      .map((word, at) => Array.from({ length: 20 }, (_, n) => `${word}${at}${n}`).join(' '))
      .join(' ')}`,
    false,
  ],
  ['an even list', Array.from({ length: 40 }, (_, at) => `- item ${at} of the list`).join('\n'), false],
  ['nothing', '', false],
])('%s', (_, text, found) => {
  expect(loopIn(text, loops) !== undefined).toBe(found);
});

test('a loop is evicted, or left where the config wants it', () => {
  const text = loop.repeat(30);
  expect(read(text, 300)).toEqual(new Unusable('loop', '30 times: and then the man went to the market'));
  expect(read(text, 300, 'stop', { ...params, loops: false })).toMatchObject({ teacher_tokens: 300 });
});
