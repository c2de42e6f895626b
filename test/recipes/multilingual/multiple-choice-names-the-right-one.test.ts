import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { parseMultipleChoice } from '../../../activities/recipes/multilingual/parse-multiple-choice.ts';

const choices = 'A. After an explorer.\nB. After the first president.\nC. After a family.\nD. After a tribe.';
const question = `What is the county named after?\n\n${choices}`;

test.each([
  `${question}\n\nAnswer: B`,
  `${question}\nAnswer: (b)`,
  `${question}\n\n**Answer:** B.`,
  `${question}\n\n**Correct answer: B**`,
  `${question}\n\nThe correct choice is B.`,
  `${question}\n\nThe right answer is: **B**`,
  `${question}\n\n#### Answer:\n\nB`,
  `${question}\n\nAnswer: B. After the first president.`,
  `${question}\n\nAnswer: B (After the first president)`,
  `${question}\n\nAnswer: After the first president`,
  `${question}\n\nAnswer: B\n\nThe others are other counties.`,
  `${question}\n\nAnswer: B\nCorrect answer: B`,
])('%j gives the question and does not tell the answer', (instruction) => {
  expect(parseMultipleChoice(instruction)).toBe(question);
});

test.each([
  ['A) One\nB) Two\nC) Three\nD) Four'],
  ['(a) One\n(b) Two\n(c) Three\n(d) Four'],
  ['- **A.** One\n- **B.** Two\n- **C.** Three\n- **D.** Four'],
  ['A: One\n\nB: Two\n\nC: Three\n\nD: Four'],
  ['E. coli is small.\nWhich is right?\nA. One\nB. Two\nC. Three\nD. Four'],
  ['Which?\nA. One\nB. Two\nC. Three\nD. Four\n\nThe right answer is to be given in full.'],
])('the choices %j', (asked) => {
  expect(parseMultipleChoice(`${asked}\n\nAnswer: C`)).toBe(asked);
});

test.each([
  [question, 'no right choice named'],
  [`${question}\n\nGive the right choice in full.`, 'no right choice named'],
  [`${question}\n\nThe right answer is to be given in full.`, 'no right choice named'],
  [`${question}\n\nAnswer:`, 'no right choice named'],
  [`${question}\n\nAnswer: E`, 'no right choice named'],
  [`${question}\n\nAnswer: A or B`, 'no right choice named'],
  [`${question}\n\nAnswer: A, B`, 'no right choice named'],
  [`${question}\n\nAnswer: all of the above`, 'no right choice named'],
  [`${question}\n\nAnswer: B. After a family.`, 'no right choice named'],
  [`${question}\n\nAnswer: A\nAnswer: B`, 'no right choice named'],
  ['What is the county named after?', 'not four choices'],
  ['What is it named after?\n\nAnswer: B', 'not four choices'],
  ['Which?\nA. One\nB. Two\nC. Three\n\nAnswer: B', 'not four choices'],
  ['Which?\nA. One\nB. Two\nC. Three\nD. Four\nE. Five\n\nAnswer: B', 'not four choices'],
  ['Which?\nA. One\nB. One.\nC. Three\nD. Four\n\nAnswer: B', 'not four choices'],
  ['Which?\nA. One\nB.\nC. Three\nD. Four\n\nAnswer: A', 'not four choices'],
  ['Which?\nB. One\nA. Two\nC. Three\nD. Four\n\nAnswer: A', 'not four choices'],
  ['Answer: B\n\nWhich?\nA. One\nB. Two\nC. Three\nD. Four', 'no right choice named'],
])('%j cannot be used: %s', (instruction, reason) => {
  expect(parseMultipleChoice(instruction)).toEqual(new Unusable(reason));
});
