import { z } from 'zod';
import { signature } from '../common/near-duplicates.ts';
import { column } from '../../table/meaning.ts';
import { recordShape } from '../../table/record.ts';
import { rowStage, setStage } from '../../table/stage.ts';
import { readConversation } from './conversations.ts';

/** Signs of instructions that one may not want, each by its name: none of them is looked for unless it is asked for. */
export const detectorNames = ['placeholder', 'jailbreak', 'web address', 'too long'] as const;

export const TakeInstructionParams = z.strictObject({
  /** Detectors whose finds are rejected; the paper has none. */
  reject: z.array(z.enum(detectorNames)).default([]),
  /** Characters from which on an instruction is `too long`. */
  maxCharacters: z.int().positive().default(8000),
  /** Instructions that differ in case alone are the same. */
  ignoreCase: z.boolean().default(false),
  /**
   * Prompts that are passed around with small changes: of instructions that begin with the same `words` words, numbers and
   * placeholders left aside, so many stay. Off without it.
   */
  templates: z
    .strictObject({ words: z.int().positive().default(8), most: z.int().positive().default(10) })
    .optional(),
});

const copies = column(z.int(), { about: 'Conversations that begin with this instruction' });

/** Section 2: "the first user utterance is selected as the instruction". */
export const takeInstruction = rowStage({
  name: 'take-instruction',
  version: 1,
  title: 'Take the first utterance',
  filters: detectorNames,
  needs: { messages: readConversation.adds.shape.messages },
  adds: {
    instruction: z.string(),
    turn: column(z.int(), { about: 'Which message of the conversation `instruction` is; the first is 0' }),
    language: column(z.string(), { about: 'Language of the pair, as FLORES-200 names it' }),
    /** Hash of the instruction in its normal form: equal ones have the same. */
    instruction_hash: z.string(),
    /** What answered it in the log. */
    log_response: z.string().nullable(),
    /** The user's further utterances. */
    further: z.array(z.string()),
    copies,
  },
  params: TakeInstructionParams.omit({ templates: true }).extend({ language: z.string() }),
});

/** Section 2: "removal of duplications". Of equal instructions one stays, whose id follows from the instruction alone. */
export const distinctInstruction = setStage({
  name: 'distinct-instruction',
  version: 1,
  title: 'Keep one of equal instructions',
  filters: ['duplicate'],
  renames: true,
  needs: { instruction_hash: z.string(), copies },
  adds: { copies },
  params: z.strictObject({}),
});

/** An instruction of a dataset that this recipe made: what is asked of it is known by the same id. */
export const takeKnownInstruction = rowStage({
  name: 'take-known-instruction',
  version: 1,
  title: 'Take a dataset’s instructions',
  needs: { fields: recordShape.fields },
  adds: {
    conversation_id: readConversation.adds.shape.conversation_id,
    log_language: readConversation.adds.shape.log_language,
    log_model: readConversation.adds.shape.log_model,
    ...takeInstruction.adds.shape,
  },
  params: z.strictObject({ ignoreCase: z.boolean(), language: z.string() }),
});

/** Prompts that are passed around: of those that begin alike the first ones by id stay. */
export const fewOfTemplate = setStage({
  name: 'few-of-template',
  version: 1,
  title: 'Keep few of each repeated prompt',
  filters: ['repeated prompt'],
  needs: { instruction: z.string() },
  params: z.strictObject({ words: z.int().positive(), most: z.int().positive() }),
});

/** What tells instructions that are nearly equal. */
export const signInstruction = signature.as('sign-instruction', {
  title: 'Sign the instruction with MinHash',
  columns: { response: 'instruction' },
});
