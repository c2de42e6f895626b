import { dropToxic } from '../../../../schemas/recipes/lmsys-synth/conversations.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { flaggedFor } from './toxicity.ts';

export const dropToxicStage = implement(dropToxic, ({ messages, flags }, { params }) => {
  const found = flaggedFor(messages, flags, params) ?? [];
  return found.length === 0 ? {} : reject('toxic', found.join(', '));
});
