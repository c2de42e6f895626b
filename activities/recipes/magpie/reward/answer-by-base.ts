import { answerByBase } from '../../../../schemas/recipes/magpie/reward.ts';
import { unusable } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';

/** With what the prompt opens a query and closes an answer: where the model goes on as somebody who asks, it is done. */
const stops = ['\n# Query', '\n# Answer'];

export const answerByBaseStage = implement(
  answerByBase,
  async ({ instruction }, { askLabel, params: { attempts } }) => ({
    base_response: await askLabel({
      prompt: 'base-answer',
      slots: { instruction },
      sent: { stops, body: {} },
      // A base model seldom comes to an end by itself; what it said until then is its answer.
      readsCut: true,
      parse: (answer) => (answer.trim() === '' ? unusable('empty answer') : answer.trim()),
      attempts,
    }),
  }),
);
