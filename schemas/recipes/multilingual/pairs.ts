import { z } from 'zod';
import { pairScore } from '../common/score.ts';
import { rowStage } from '../../table/stage.ts';

const attempts = z.int().positive().max(20).default(3);

export const TranslateParams = z.strictObject({
  /** Characters of one question: translators forget the ends of longer texts. Longer ones go in sentences. */
  maxCharacters: z.int().positive().default(2000),
  /** Tries of a chat model. */
  attempts,
});

export const EstimateParams = z.strictObject({
  /** Section 3.1: least score of a translation. */
  min: z.number().default(0.7),
});

export const GenerateParams = z.strictObject({
  /**
   * How often tasks are drawn, in relation to each other; 1 where none is named, never with 0. Tasks are the prompt
   * files `generate-<task>.md`: the recipe's own and those in your prompts folder.
   */
  weights: z.record(z.string(), z.number().nonnegative()).default({}),
  attempts,
  /** Longest instruction, in characters. */
  maxCharacters: z.int().positive().default(8000),
});

export const ScoreParams = z.strictObject({
  attempts,
  /** λ, section 2 (D): pairs with this score or a better one are kept. Section 4.3.2: 3 is best. */
  min: z.int().min(1).max(5).default(3),
});

/** A text by machine translation, out of the row's language or into it. */
export const translate = rowStage({
  name: 'translate',
  version: 2,
  title: 'Translate',
  role: 'translator',
  prompts: { translate: ['text', 'source_language', 'target_language'] },
  needs: { language: z.string(), original: z.string() },
  adds: { translation: z.string() },
  params: TranslateParams.extend({ into: z.enum(['English', 'the language']) }),
});

/** Section 3.1: quality of a translation, without a reference. */
export const estimate = rowStage({
  name: 'estimate',
  version: 1,
  title: 'Estimate the translation',
  filters: ['poor translation'],
  role: 'qe',
  needs: { language: z.string(), original: z.string(), translation: z.string() },
  adds: { quality: z.number() },
  params: EstimateParams,
});

/** Section 2 (B): R_en = MT(R_x). */
export const translateResponse = translate.as('translate-response', {
  title: 'Translate the response',
  columns: { original: 'response', translation: 'response_en' },
});

/** Section 3.1: quality of R_en. */
export const estimateResponse = estimate.as('estimate-response', {
  title: 'Estimate the response’s translation',
  columns: { original: 'response', translation: 'response_en', quality: 'response_quality' },
});

/** Section 2 (C), equation 1: I_en = LLM(P_I, R_en), with a task prompt drawn from the pool. */
export const generateInstruction = rowStage({
  name: 'generate-instruction',
  version: 2,
  title: 'Generate the instruction',
  role: 'generator',
  prompts: { 'generate-*': ['text'] },
  needs: { response_en: z.string() },
  adds: { task: z.string(), instruction_en: z.string() },
  params: GenerateParams,
});

/** Section 2 (D), equation 2: s = LLM(P_s, I_en, R_en). */
export const scorePair = rowStage({
  name: 'score-pair',
  version: 2,
  title: 'Score and filter',
  filters: ['score below the threshold'],
  role: 'judge',
  prompts: { score: ['instruction', 'response'] },
  needs: { instruction_en: z.string(), response_en: z.string() },
  adds: { score: pairScore },
  params: ScoreParams,
});

/** Section 2 (E): I_x = MT(I_en). */
export const translateInstruction = translate.as('translate-instruction', {
  title: 'Translate the instruction',
  columns: { original: 'instruction_en', translation: 'instruction' },
});

/** Section 3.1: quality of I_x. */
export const estimateInstruction = estimate.as('estimate-instruction', {
  title: 'Estimate the instruction’s translation',
  columns: { original: 'instruction_en', translation: 'instruction', quality: 'instruction_quality' },
});

/** Table 2: lengths in characters, beside those in tokens. */
export const measureLanguagePair = rowStage({
  name: 'measure-language-pair',
  version: 1,
  title: 'Measure',
  countsTokens: true,
  needs: { instruction: z.string(), response: z.string() },
  adds: {
    instruction_tokens: z.int(),
    response_tokens: z.int(),
    instruction_characters: z.int(),
    response_characters: z.int(),
  },
  params: z.strictObject({}),
});
