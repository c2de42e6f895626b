import { checkCompatible, keepCompatible } from '../../../schemas/recipes/fine-instructions.ts';
import { reject } from '../../rows/outcome.ts';
import { implement } from '../../rows/row-stage.ts';
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
