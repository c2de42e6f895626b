import { z } from 'zod';
import { RoleNameSchema } from '../../inference/roles.ts';
import { column } from '../../table/meaning.ts';
import { rowStage, setStage } from '../../table/stage.ts';

/** An answer that goes round in circles: the same words over and over. */
export const LoopsSchema = z.strictObject({
  /** Words in a row that are said again. */
  words: z.int().positive().default(8),
  /** Times that they are said before it counts. */
  times: z.int().min(2).default(4),
  /** Share of the answer's words that such repetitions make up, from which on it is a loop. */
  share: z.number().gt(0).max(1).default(0.3),
});
export type Loops = z.output<typeof LoopsSchema>;

export const AnswerParams = z.strictObject({
  /** Section 2: answers above it are taken for repetitions and evicted. In tokens of the teacher. */
  maxTokens: z.int().positive().default(2000),
  /** Degenerate loops below that length; `false` lets them be. */
  loops: z.union([z.literal(false), LoopsSchema]).prefault({}),
  /** Times that a teacher is asked where its answer cannot be used; once, as in the paper. */
  attempts: z.int().positive().max(20).default(1),
});

export const CandidatesSchema = z.int().positive().max(64).default(1);

/** Answers of one teacher to one instruction: one in the paper, six in the sets that its authors published. */
export const drawCandidates = rowStage({
  name: 'draw-candidates',
  version: 1,
  title: 'Draw candidates',
  needs: { instruction_hash: z.string() },
  adds: {
    candidate: column(z.int(), {
      about: 'Which of the teacher’s answers to the instruction it is; the first is 0',
    }),
  },
  params: z.strictObject({ candidates: CandidatesSchema }),
});

/** Section 2: a teacher answers the instruction; answers that cannot be learnt from are evicted, each by its rule. */
export const answerInstruction = rowStage({
  name: 'answer-instruction',
  version: 1,
  title: 'Answer',
  role: 'teachers.{teacher}',
  prompts: { answer: ['instruction'] },
  countsTokens: true,
  filters: ['too many tokens', 'refusal', 'loop'],
  needs: { instruction: z.string(), candidate: z.int() },
  adds: {
    response: z.string(),
    teacher: column(z.string(), { about: 'The teacher that answered, as the config names it' }),
    teacher_tokens: column(z.int(), { about: 'Length of `response` in the teacher’s own tokens' }),
  },
  params: AnswerParams.extend({ teacher: RoleNameSchema }),
});

export const judgeScore = column(z.int(), {
  about: 'Score that the judge gave the response, 1 to 10',
  meaning: { is: 'score', scale: [1, 10] },
});

export const ScoreAnswerParams = z.strictObject({
  /** Times that the judge is asked where no score can be read. */
  attempts: z.int().positive().max(20).default(3),
});

/** Section 3.3: a judge gives each response a score, 1 to 10. */
export const scoreAnswer = rowStage({
  name: 'score-answer',
  version: 1,
  title: 'Score',
  role: 'judge',
  prompts: { rate: ['instruction', 'response'] },
  needs: { instruction: z.string(), response: z.string() },
  adds: { score: judgeScore },
  params: ScoreAnswerParams,
});

/** The best of a teacher's candidates for an instruction; of equally good ones the seed draws. */
export const bestCandidate = setStage({
  name: 'best-candidate',
  version: 1,
  title: 'Keep the best candidate',
  filters: ['a better candidate'],
  needs: { instruction_hash: z.string(), score: z.int() },
  adds: {
    candidates: column(z.int(), { about: 'Usable answers of the teacher that `response` is the best of' }),
  },
  params: z.strictObject({}),
});

/** The best of several teachers' answers to an instruction; of equally good ones the seed draws. */
export const bestOfTeachers = setStage({
  name: 'best-of-teachers',
  version: 1,
  title: 'Keep the best teacher’s answer',
  filters: ['another teacher is better'],
  needs: { instruction_hash: z.string(), score: z.int(), teacher: z.string() },
  adds: {
    teachers: column(z.int(), { about: 'Teachers of whom there is an answer' }),
    teachers_agree: column(z.boolean(), { about: 'Whether another teacher’s answer has the same score' }),
  },
  params: z.strictObject({}),
});

export const TopParams = z.strictObject({
  /** Section 3.3: 300,000 and 200,000 in the paper. */
  size: z.int().positive(),
  /** Most of them that one topic may be; wants rows with the column `topic`. */
  maxTopicShare: z.number().gt(0).max(1).optional(),
});

/** Section 3.3: the N best by score; of equally good ones the seed draws. */
export const topScores = setStage({
  name: 'top-scores',
  version: 1,
  title: 'Keep the best',
  filters: ['below the best', 'enough of its topic'],
  needs: { score: z.int() },
  params: TopParams,
});
