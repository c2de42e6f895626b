import { z } from 'zod';
import { conversationShape } from '../../kinds/conversation.ts';
import { column, reasoningOf } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';
import { CleaningSchema } from './cleaning.ts';
import { ControlSchema } from './control.ts';
import { controlPrompts, domain } from './instructions.ts';
import { PreQuerySchema } from './pre-query.ts';

export const RespondParams = z.strictObject({
  /** Tries; once at temperature 0, where another seed has the same answer. */
  attempts: z.int().positive().max(20).default(3),
});

const mostTurns = 20;
const TurnCounts = z
  .strictObject({ min: z.int().positive().max(mostTurns), max: z.int().positive().max(mostTurns) })
  .refine(({ min, max }) => min <= max, { path: ['min'], error: 'must not be above max' });

/** Turns of a user's, each with its answer: a number, or bounds between which each row's is drawn. */
export const TurnsSchema = z.union([z.int().positive().max(mostTurns), TurnCounts]);
export type Turns = z.output<typeof TurnsSchema>;

/** The fewest and the most turns of a row. */
export function boundsOf(turns: Turns): z.output<typeof TurnCounts> {
  return typeof turns === 'number' ? { min: turns, max: turns } : turns;
}

export const ConversationSchema = z.strictObject({
  /** Figure 14: from the second turn on the model has a system prompt that keeps it in its part (`several-turns.md`). */
  system: z.boolean().default(true),
});

const beginOfText = PreQuerySchema.shape.beginOfText;

/** Section 2.1, step 2: the model answers its own instruction, by greedy decoding (E.1). */
export const respond = rowStage({
  name: 'respond',
  version: 1,
  title: 'Respond',
  role: 'responder',
  needs: { instruction: z.string() },
  adds: { response: z.string(), reasoning: reasoningOf('response') },
  params: RespondParams.extend({ beginOfText }),
});

/** Section 2.2: further turns, each drawn after the whole conversation, and answered. */
export const converse = rowStage({
  name: 'converse',
  version: 1,
  title: 'Go on with the conversation',
  role: ['instructor', 'responder'],
  prompts: { ...controlPrompts, 'several-turns': [] },
  needs: { instruction: z.string(), response: z.string(), reasoning: reasoningOf('response'), domain },
  adds: {
    ...conversationShape,
    turns: column(z.int(), { about: 'Turns of the user’s, each with its answer' }),
    ended: column(z.string().nullable(), {
      about: 'Why it ended before the number of turns that was drawn for it',
    }),
  },
  params: RespondParams.extend({
    turns: TurnsSchema,
    system: ConversationSchema.shape.system,
    preQuery: PreQuerySchema,
    control: ControlSchema,
    cleaning: CleaningSchema,
  }),
});
