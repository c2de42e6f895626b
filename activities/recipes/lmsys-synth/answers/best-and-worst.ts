import { bestAndWorst } from '../../../../schemas/recipes/lmsys-synth/arms.ts';
import { implementGroup } from '../../../engine/sets/set-stage.ts';
import { bestFirst } from './best.ts';

/** Of equally bad candidates that which the seed draws last is the worst. An instruction with one candidate has none. */
export const bestAndWorstSet = implementGroup(bestAndWorst, ({ minGap }, seed) => ({
  keep: `WITH ranked AS (SELECT id, instruction_hash, instruction, response, score,
      row_number() OVER (PARTITION BY instruction_hash ORDER BY ${bestFirst(seed)}) AS place,
      count(*) OVER (PARTITION BY instruction_hash) AS places FROM input)
    SELECT best.id, best.instruction AS prompt, best.response AS chosen, worst.response AS rejected,
      best.score AS chosen_score, worst.score AS rejected_score
    FROM ranked AS best JOIN ranked AS worst USING (instruction_hash)
    WHERE best.place = 1 AND worst.place = worst.places AND best.score - worst.score >= ${minGap}`,
  merged: `SELECT input.id, best.id AS becomes FROM input JOIN
      (SELECT id, instruction_hash FROM input SEMI JOIN chosen USING (id)) AS best USING (instruction_hash)
    WHERE input.id <> best.id`,
  otherwise: 'no difference',
}));
