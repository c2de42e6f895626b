import { moderate } from '../../../schemas/recipes/fine-instructions/template-bank.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { harmsOfText } from '../common/moderation/harms-of-text.ts';

export const moderateStage = implement(moderate, async ({ text }, context) => {
  const found = await harmsOfText(context, { text, slot: 'query', ...context.params });
  return found.length === 0 ? {} : reject('harmful', found.join(', '));
});
