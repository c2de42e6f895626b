import { randomLogAnswer, takeLogAnswer } from '../../../../schemas/recipes/lmsys-synth/arms.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { implementSet } from '../../../engine/sets/set-stage.ts';

export const takeLogAnswerStage = implement(takeLogAnswer, ({ log_response }) =>
  log_response === null ? reject('no answer in the log') : { response: log_response },
);

export const randomLogAnswerSet = implementSet(randomLogAnswer, (_, seed) => ({
  keep: `SELECT id FROM input
    QUALIFY row_number() OVER (PARTITION BY instruction_hash ORDER BY md5('${seed}-' || id), id) = 1`,
  otherwise: 'another answer was drawn',
}));
