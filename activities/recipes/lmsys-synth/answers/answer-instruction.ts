import { answerInstruction, drawCandidates } from '../../../../schemas/recipes/lmsys-synth/answers.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { parseAnswer } from './parse-answer.ts';

/** The first candidate is asked as if there were no other: more of them ask it no more. */
export const drawCandidatesStage = implement(drawCandidates, (_, { params }) =>
  Array.from({ length: params.candidates }, (_, candidate) => ({ candidate })),
);

export const answerInstructionStage = implement(answerInstruction, async ({ instruction }, context) => {
  const { ask, params, tokens } = context;
  const answer = await ask({
    prompt: 'answer',
    slots: { instruction },
    // One that was cut may be a repetition.
    readsCut: true,
    parse: (text, whole) => parseAnswer(text, whole, params, tokens),
    attempts: params.attempts,
  });
  return { ...answer, teacher: params.teacher };
});
