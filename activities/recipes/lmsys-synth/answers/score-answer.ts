import { scoreAnswer } from '../../../../schemas/recipes/lmsys-synth/answers.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { scoreReader } from '../../common/parse-score.ts';

const readScore = scoreReader(10);

export const scoreAnswerStage = implement(
  scoreAnswer,
  async ({ instruction, response }, { ask, params }) => ({
    score: await ask({
      prompt: 'rate',
      slots: { instruction, response },
      parse: (answer) => readScore(answer),
      attempts: params.attempts,
    }),
  }),
);
