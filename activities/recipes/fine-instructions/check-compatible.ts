import { checkCompatible, keepCompatible } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseCompatible } from './parse-compatible.ts';

export const checkCompatibleStage = implement(
  checkCompatible,
  async ({ text, template }, { ask, params }) => ({
    compatible: await ask({
      prompt: 'compatible',
      slots: { template, document: text },
      parse: parseCompatible,
      attempts: params.attempts,
    }),
  }),
);

export const keepCompatibleStage = implement(keepCompatible, ({ compatible }) =>
  compatible ? {} : reject('not compatible'),
);
