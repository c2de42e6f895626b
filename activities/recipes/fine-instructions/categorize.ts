import { categorize } from '../../../schemas/recipes/fine-instructions/categorize.ts';
import { RowRejected } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseCategories } from './parse-categories.ts';

export const categorizeStage = implement(categorize, async ({ instruction }, { ask, params }) => {
  const { categories, attempts } = params;
  const names = categories.map(({ name }) => name);
  const list = categories.map(({ name, about }) => `- ${name}: ${about}`).join('\n');
  const labels = ask({
    prompt: 'categorize',
    slots: { categories: list, instruction },
    parse: (answer, { finish }) => parseCategories(answer, names, finish),
    attempts,
  });
  // A pair that was judged good is not lost for want of a label.
  return { categories: await labels.catch(withoutLabel) };
});

function withoutLabel(error: unknown): null {
  if (error instanceof RowRejected) return null;
  throw error;
}
