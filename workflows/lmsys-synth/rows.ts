import type {
  answerInstruction,
  bestOfTeachers,
  drawCandidates,
} from '../../schemas/recipes/lmsys-synth/answers.ts';
import type { readConversation } from '../../schemas/recipes/lmsys-synth/conversations.ts';
import type { distinctInstruction, takeInstruction } from '../../schemas/recipes/lmsys-synth/instructions.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import type { Flow } from '../engine/flow.ts';

type Conversation = { id: string } & Pick<
  RowOf<(typeof readConversation)['adds']['shape']>,
  'conversation_id' | 'log_language' | 'log_model'
>;
type Utterance = Conversation & RowOf<(typeof takeInstruction)['adds']['shape']>;
type Instruction = Utterance & RowOf<(typeof distinctInstruction)['adds']['shape']>;
type Answer = Instruction &
  RowOf<(typeof drawCandidates)['adds']['shape']> &
  RowOf<(typeof answerInstruction)['adds']['shape']>;

/** What people first asked, once a conversation. */
export type Utterances = Flow<Utterance>;
/** What people asked, each instruction once. */
export type Instructions = Flow<Instruction>;
/** Instructions with answers of a teacher. */
export type Answers = Flow<Answer>;
/** The same with the judge's scores. */
export type ScoredAnswers = Flow<Answer & { score: number }>;
/** Of several teachers' scored answers the best one to each instruction. */
export type Winners = Flow<Answer & { score: number } & RowOf<(typeof bestOfTeachers)['adds']['shape']>>;
