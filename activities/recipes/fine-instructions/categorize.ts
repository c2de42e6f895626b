import { categorize } from '../../../schemas/recipes/fine-instructions/categorize.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseCategories } from './parse-categories.ts';

export const categorizeStage = implement(categorize, async ({ instruction }, { askLabel, params }) => {
  const { categories, attempts } = params;
  const names = categories.map(({ name }) => name);
  const list = categories.map(({ name, about }) => `- ${name}: ${about}`).join('\n');
  const labels = await askLabel({
    prompt: 'categorize',
    slots: { categories: list, instruction },
    parse: (answer) => parseCategories(answer, names),
    attempts,
  });
  // A pair that was judged good is not lost for want of a label.
  return { categories: labels };
});
