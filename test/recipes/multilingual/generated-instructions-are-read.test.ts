import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { parseGenerated } from '../../../activities/recipes/multilingual/parse-generated.ts';

test.each([
  ['[INST]\nWhat is a tide?\n[/INST]', 'What is a tide?'],
  ['Sure, here it is:\n[INST]Name the tags.[/INST]\nDone.', 'Name the tags.'],
  ['[INST] Summarise this.\n\nA long text.', 'Summarise this.\n\nA long text.'],
])('%j', (answer, instruction) => {
  expect(parseGenerated(answer, 8000, 'stop')).toBe(instruction);
});

test.each([
  ['', 'stop', 'empty answer'],
  ['What is a tide?', 'stop', 'no [INST] tag'],
  ['I’m sorry, I cannot help with that.', 'stop', 'refusal'],
  ['[INST]I cannot help with that.[/INST]', 'stop', 'refusal'],
  ['[INST]  [/INST]', 'stop', 'empty instruction'],
  ['[INST] What is a ti', 'length', 'answer cut'],
  [`[INST]${'x'.repeat(8001)}[/INST]`, 'stop', 'instruction too long'],
])('%j (%s) cannot be used', (answer, finish, reason) => {
  const read = parseGenerated(answer, 8000, finish);
  expect(read).toBeInstanceOf(Unusable);
  expect(read).toMatchObject({ reason });
});
