import { distinctInstruction } from '../../../../schemas/recipes/lmsys-synth/instructions.ts';
import { implementSet } from '../../../engine/sets/set-stage.ts';

/** The first by id stays, whatever the order of the files, and is called after the instruction from then on. */
export const distinctInstructionSet = implementSet(distinctInstruction, () => ({
  keep: `SELECT min(id) AS id, instruction_hash AS becomes, sum(copies)::BIGINT AS copies FROM input GROUP BY instruction_hash`,
  otherwise: 'duplicate',
  why: `SELECT input.id, 'duplicate' AS reason, 'of ' || chosen.id AS detail FROM input
    JOIN chosen ON chosen.becomes = input.instruction_hash WHERE chosen.id <> input.id`,
}));
