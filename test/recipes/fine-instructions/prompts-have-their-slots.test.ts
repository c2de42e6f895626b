import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { promptFolder } from '../../../activities/prompts/folder.ts';
import { checkSlots, parsePrompt } from '../../../activities/prompts/prompt.ts';
import { parseGenericized } from '../../../activities/recipes/fine-instructions/parse-genericized.ts';
import { parseInstantiation } from '../../../activities/recipes/fine-instructions/parse-instantiation.ts';

const read = (name: string) => readFile(new URL(`${name}.md`, promptFolder('fine-instructions')), 'utf8');

test.each([
  ['genericize', ['query']],
  ['instantiate', ['template', 'document']],
  ['judge', ['instruction', 'answer']],
  ['compatible', ['template', 'document']],
  ['describe-document', ['document']],
])('%s', async (name, slots) => {
  checkSlots(parsePrompt(await read(name), name), slots, name);
});

test('the forms that the prompts show are the ones that are read', async () => {
  const formOf = (prompt: string) => prompt.slice(prompt.indexOf('exactly this form:'));
  const template = formOf(await read('genericize')).replace('the template\n', 'a <fi>b</fi>\n');
  expect(parseGenericized(template, 'stop')).toMatchObject({ template: 'a <fi>b</fi>' });
  expect(parseInstantiation(formOf(await read('instantiate')), 'stop')).toEqual({
    instruction: 'the instruction',
    answer: 'the answer',
  });
});
