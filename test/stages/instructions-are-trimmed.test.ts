import { expect, test } from 'vitest';
import { Unusable } from '../../activities/engine/rows/outcome.ts';
import { parseInstruction } from '../../activities/recipes/back-and-forth/parse-instruction.ts';

test.each([
  ['How do tides work?', 'How do tides work?'],
  ['  How do tides work?\n', 'How do tides work?'],
  ['"How do tides work?"', 'How do tides work?'],
  ['“How do tides work?”', 'How do tides work?'],
  ['Instruction: Explain tides.', 'Explain tides.'],
  ['**Question:** Explain tides.', 'Explain tides.'],
  ['Sure! Here is the instruction:\n\nExplain tides.', 'Explain tides.'],
  ['Here is a likely question: "Explain tides."', 'Explain tides.'],
  ['Explain the word "tide" and the word "ebb"', 'Explain the word "tide" and the word "ebb"'],
  ['"Tide" or "ebb"?', '"Tide" or "ebb"?'],
  ['Write a letter:\n\nDear harbour master', 'Write a letter:\n\nDear harbour master'],
])('%j becomes %j', (answer, instruction) => {
  expect(parseInstruction(answer, 4000)).toBe(instruction);
});

test.each([
  ['', 'empty answer'],
  ['""', 'empty answer'],
  ['Instruction:', 'empty answer'],
  ["I'm sorry, but I can't help with that.", 'refusal'],
  ['As an AI language model, I cannot do that.', 'refusal'],
  ['x'.repeat(4001), 'instruction too long'],
])('%j cannot be used: %s', (answer, reason) => {
  expect(parseInstruction(answer, 4000)).toEqual(new Unusable(reason));
});
