import { embedInstruction } from '../../../../schemas/recipes/magpie/neighbours.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { vectorOf } from '../../../inference/services/vector-of.ts';

export const embedInstructionStage = implement(embedInstruction, async ({ instruction }, { call }) => ({
  embedding: Array.from(vectorOf(await call({ kind: 'embed', text: instruction }))),
}));
