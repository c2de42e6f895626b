import { expect, test } from 'vitest';
import { templateId } from '../../../activities/recipes/fine-instructions/template-id.ts';
import { complexityOf } from '../../../activities/recipes/fine-instructions/template-tags.ts';

const template = 'What is <fi>a term</fi> in <fi>a field</fi>?';

test.each([
  'what is <fi>a term</fi> in <fi>a field</fi>',
  '  What is  <fi>A term</fi>\nin <fi>a field</fi> ?!',
  'What is <fi> a term </fi> in <fi>a field </fi>...',
  'Ｗhat is <fi>a term</fi> in <fi>a ﬁeld</fi>?',
])('%j is the same template', (other) => {
  expect(templateId(other)).toBe(templateId(template));
});

test.each([
  'What is <fi>a word</fi> in <fi>a field</fi>?',
  'What was <fi>a term</fi> in <fi>a field</fi>?',
  'What is<fi>a term</fi> in <fi>a field</fi>?',
  'What is <fi>a term in</fi> <fi>a field</fi>?',
])('%j is another one', (other) => {
  expect(templateId(other)).not.toBe(templateId(template));
});

test('complexity is the number of tags', () => {
  expect(complexityOf(template)).toBe(2);
  expect(complexityOf('nothing')).toBe(0);
});
