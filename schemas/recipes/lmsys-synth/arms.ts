import { z } from 'zod';
import { preferenceShape, promptShape } from '../../kinds/preference.ts';
import { conversationShape } from '../../kinds/conversation.ts';
import { RoleNameSchema } from '../../inference/roles.ts';
import { column } from '../../table/meaning.ts';
import { rowStage, setStage } from '../../table/stage.ts';
import { AnswerParams, answerInstruction } from './answers.ts';
import { takeInstruction } from './instructions.ts';

/** Table 2, the datasets compared with: the logs' own answers, one of an instruction's at random, or the judge's best. */
export const logArms = ['random', 'best'] as const;
export type LogArm = (typeof logArms)[number];

/** Section 3.2, baselines: "the instruction-response pairs in their original form". */
export const takeLogAnswer = rowStage({
  name: 'take-log-answer',
  version: 1,
  title: 'Take the log’s own answer',
  filters: ['no answer in the log'],
  needs: { log_response: takeInstruction.adds.shape.log_response },
  adds: { response: z.string() },
  params: z.strictObject({}),
});

/** LMSYS-Chat-1M-Random: of an instruction's answers in the logs one, drawn by the seed. */
export const randomLogAnswer = setStage({
  name: 'random-log-answer',
  version: 1,
  title: 'Draw one answer an instruction',
  filters: ['another answer was drawn'],
  needs: { instruction_hash: z.string() },
  params: z.strictObject({}),
});

export const PreferenceParams = z.strictObject({
  /** Points by which the best candidate is better than the worst at least. */
  minGap: z.int().positive().max(9).default(1),
});

/** Best and worst of a teacher's candidates for an instruction as a preference. */
export const bestAndWorst = setStage({
  name: 'best-and-worst',
  version: 1,
  title: 'Pair the best and the worst candidate',
  merges: true,
  filters: ['no difference'],
  needs: { instruction_hash: z.string(), instruction: z.string(), response: z.string(), score: z.int() },
  adds: { ...promptShape, ...preferenceShape },
  params: PreferenceParams,
});

/** The log's conversation asked again, turn by turn, each with the new answers before it. */
export const continueConversation = rowStage({
  name: 'continue-conversation',
  version: 1,
  title: 'Ask the further turns',
  role: 'teachers.{teacher}',
  countsTokens: true,
  needs: {
    instruction: z.string(),
    response: answerInstruction.adds.shape.response,
    further: takeInstruction.adds.shape.further,
  },
  adds: {
    ...conversationShape,
    turns: column(z.int(), { about: 'Turns of the conversation that could be answered' }),
  },
  params: AnswerParams.extend({
    teacher: RoleNameSchema,
    /** Most turns of a conversation, the first among them. */
    turns: z.int().min(2).max(50),
  }),
});
