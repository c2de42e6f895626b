import { z } from 'zod';
import { column } from '../../table/meaning.ts';
import { rowStage, setStage } from '../../table/stage.ts';
import { takeInstruction } from './instructions.ts';

export const TranslationParams = z.strictObject({
  /** Characters of one question: translators forget the ends of longer texts. Longer ones go in sentences. */
  maxCharacters: z.int().positive().default(2000),
  /** Tries of a chat model. */
  attempts: z.int().positive().max(20).default(3),
});

/** Section 4: the instruction in another language. Answers are not translated. */
export const putIntoLanguage = rowStage({
  name: 'put-into-language',
  version: 1,
  title: 'Translate the instruction',
  role: 'translator',
  prompts: { translate: ['text', 'source_language', 'target_language'] },
  needs: { instruction: z.string(), further: takeInstruction.adds.shape.further },
  adds: {
    instruction: z.string(),
    language: takeInstruction.adds.shape.language,
    further: takeInstruction.adds.shape.further,
    source_instruction: column(z.string(), { about: 'The instruction as the user wrote it' }),
    /** Hash of the translation in its normal form. */
    translation_hash: z.string(),
  },
  params: TranslationParams.extend({
    from: z.string(),
    to: z.string(),
    ignoreCase: z.boolean().default(false),
    /** User turns that will be asked, which are translated as well. */
    turns: z.int().positive().default(1),
  }),
});

/** Section 4: of instructions that the translator made equal one stays. */
export const distinctTranslation = setStage({
  name: 'distinct-translation',
  version: 1,
  title: 'Keep one of equal translations',
  filters: ['duplicate'],
  needs: { translation_hash: z.string() },
  params: z.strictObject({}),
});

const share = (of: string, title: string) =>
  column(z.number(), {
    about: `Share of ${of}’s characters, white space left out, that are the language’s own, 0 to 1`,
    meaning: {
      is: 'share',
      title: `The language’s characters in ${of}`,
      note: `${title}: the share of its characters, white space left out, that are the language’s own.`,
      word: `of ${of} in the language`,
    },
  });

/** Section 4.1: how much of instruction and answer is written in the language's own characters. */
export const measureLanguage = rowStage({
  name: 'measure-language',
  version: 1,
  title: 'Measure the language',
  filters: ['off-target language'],
  needs: { instruction: z.string(), response: z.string(), language: z.string() },
  adds: {
    instruction_share: share('the instruction', 'Instruction'),
    response_share: share('the response', 'Response'),
  },
  params: z.strictObject({
    /** Least share of the response; without it nothing is dropped. */
    min: z.number().min(0).max(1).optional(),
  }),
});
