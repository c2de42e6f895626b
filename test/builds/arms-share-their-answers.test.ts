import { expect, test } from 'vitest';
import type { Dataset } from '../../schemas/build/task.ts';
import { arms } from '../../schemas/recipes/back-and-forth/recipe.ts';
import { backAndForth, someDocuments } from './documents.ts';
import { openFoundry } from './foundry.ts';

const stagesOf = ({ tables }: Dataset): string[] => tables.map(({ table }) => table.stage);
const asked = ({ tables }: Dataset, stage: string): number | undefined =>
  tables.find(({ table }) => table.stage === stage)?.spending.asked;

test('the arms of the paper differ in their steps, draw the same instructions, and ask nothing twice', async () => {
  const foundry = await openFoundry({ mistakes: 0, fiveShare: 0.5 });
  const files = [await foundry.writeLines('a.jsonl', someDocuments(200))];
  const built: Record<string, Dataset> = {};
  for (const arm of arms)
    built[arm] = await foundry.build({
      ...backAndForth,
      name: arm.replace('+', '-'),
      arm,
      corpus: { files },
      sample: { size: 40, spare: 0 },
    });
  const { filtering, rewriting } = built;
  const both = built['filtering+rewriting'];
  const distillation = built['filtering+distillation'];
  if (!filtering || !rewriting || !both || !distillation) throw new Error('an arm is missing');

  expect(stagesOf(filtering)).toContain('keep-document');
  expect(stagesOf(rewriting)).not.toContain('score');
  expect(stagesOf(distillation)).toContain('distil');
  expect([filtering, rewriting, both, distillation].map(({ rows }) => rows)).toEqual([40, 40, 40, 40]);
  expect(asked(both, 'score')).toBe(0);
  expect(asked(both, 'backtranslate')).toBe(0);
  // Filtering + rewriting and filtering + distillation answer the very same 40 instructions.
  const drawn = (dataset: Dataset) =>
    dataset.tables.find(({ table }) => table.stage === 'sample')?.table.digest;
  expect(drawn(both)).toBe(drawn(distillation));
});
