import { z } from 'zod';
import { takeKnownInstruction } from '../../../../schemas/recipes/lmsys-synth/instructions.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { instructionHash } from './normal-form.ts';

/** A row of a dataset as it is published; of one in another language, with what the user wrote. */
const KnownSchema = z.object({
  instruction: z.string(),
  source_instruction: z.string().optional(),
  conversation_id: z.string(),
  turn: z.coerce.number<string | number>().int(),
  copies: z.coerce.number<string | number>().int(),
  log_language: z.string().nullish(),
  log_model: z.string().nullish(),
});

export const takeKnownInstructionStage = implement(takeKnownInstruction, ({ fields }, { params }) => {
  const known = KnownSchema.safeParse(fields);
  if (!known.success) {
    const [issue] = known.error.issues;
    return reject('no row of such a dataset', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { instruction, source_instruction, log_language = null, log_model = null, ...row } = known.data;
  const text = source_instruction ?? instruction;
  return {
    ...row,
    log_language,
    log_model,
    instruction: text,
    language: params.language,
    instruction_hash: instructionHash(text, params.ignoreCase),
    log_response: null,
    further: [],
  };
});
