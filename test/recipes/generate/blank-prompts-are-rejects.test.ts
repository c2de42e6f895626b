import { expect, test } from 'vitest';
import { openFoundry, type Foundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';

const nothing = ['', ' ', '\n\t\u00A0', '\u200B\uFEFF', null];
const question = 'What is rain?';

/** Asks about each row, and says how many rows were asked about and why the others were not. */
async function answered(foundry: Foundry, prompt: object, rows: readonly object[]) {
  const before = foundry.standin.stats().answered;
  const dataset = await foundry.build({
    recipe: 'generate',
    name: 'answers',
    table: { files: [await foundry.writeLines('rows.jsonl', rows)] },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    prompt,
  });
  const { counts, reasons } = tableOf(dataset, 'answer');
  return { asked: foundry.standin.stats().answered - before, out: counts.out, reasons };
}

test('no model is asked an empty prompt', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const texts = [...nothing, question];
  expect(
    await answered(
      foundry,
      { column: 'q' },
      texts.map((q, at) => ({ q, at })),
    ),
    'a column of prompts',
  ).toEqual({ asked: 1, out: 1, reasons: { 'column empty': 5 } });

  const pairs = [...texts.map((q, at) => ({ q, more: '  ', at })), { q: ' ', more: 'a detail' }];
  expect(
    await answered(foundry, { template: 'About {{q}}: {{more}}' }, pairs),
    'a template of which something is filled in',
  ).toEqual({ asked: 2, out: 2, reasons: { 'column empty': 5 } });

  expect(
    await answered(foundry, { template: '--- system\nBe brief about {{more}}.\n--- user\n{{q}}' }, pairs),
    'a template whose question is blank',
  ).toEqual({ asked: 1, out: 1, reasons: { 'column empty': 6 } });

  const named: readonly object[] = [{ constructor: question, toString: question, at: 1 }, { at: 2 }];
  expect(
    await answered(foundry, { template: '{{constructor}} {{toString}}' }, named),
    'what every object has is no column',
  ).toEqual({ asked: 1, out: 1, reasons: { 'column empty': 1 } });
});
