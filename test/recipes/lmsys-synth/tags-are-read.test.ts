import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { normalTag, parseTags } from '../../../activities/recipes/lmsys-synth/topics/parse-tags.ts';

test.each([
  ['["Programming", "Unit Tests"]', ['programming', 'unit test']],
  ['Here you are:\n```json\n[{"tag": "Recipes", "explanation": "It asks for one."}]\n```', ['recipe']],
  ['- Mathematics\n- word problems\n- Mathematics', ['mathematics', 'word problem']],
  ['1. C++\n2) Data Analysis', ['c++', 'data analysis']],
  ['cooking, soups, health', ['cooking', 'soup', 'health']],
  ['["a", "b", "c", "d", "e"]', ['a', 'b', 'c', 'd']],
])('%s', (answer, tags) => {
  expect(parseTags(answer, 4)).toEqual(tags);
});

test.each([
  ['', 'empty answer'],
  ['[]', 'no tags'],
  ['This request is about many different things in a garden.', 'no tags'],
  ['["???"]', 'no tags'],
])('%j has none', (answer, reason) => {
  expect(parseTags(answer, 4)).toEqual(new Unusable(reason));
});

test.each([
  ['Companies', 'company'],
  ['Business Processes', 'business process'],
  ['Grammar-Checking', 'grammar checking'],
  ['STATISTICS', 'statistics'],
  ['news', 'news'],
  ['Sandwiches', 'sandwich'],
  ['Ｃｈｅｓｓ', 'chess'],
  ['数学', '数学'],
])('%s is %s', (tag, normal) => {
  expect(normalTag(tag)).toBe(normal);
});
