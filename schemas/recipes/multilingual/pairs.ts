import { z } from 'zod';
import { pairScore } from '../common/score.ts';
import { rowStage } from '../../table/stage.ts';

const attempts = z.int().positive().max(20).default(3);
const translatePrompt = { translate: ['text', 'source_language', 'target_language'] };

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

const texts = { response: z.string(), language: z.string() };

/** Section 2 (B): R_en = MT(R_x). */
export const translateResponse = rowStage({
  name: 'translate-response',
  version: 1,
  title: 'Translate the response',
  role: 'translator',
  prompts: translatePrompt,
  needs: texts,
  adds: { response_en: z.string() },
  params: TranslateParams,
});

export const EstimateResponseParams = EstimateParams.extend({
  /** Which of the two was there first: the translated baseline's responses come from English. */
  original: z.enum(['response', 'response_en']).default('response'),
});

/** Section 3.1: quality of R_en, without a reference. */
export const estimateResponse = rowStage({
  name: 'estimate-response',
  version: 1,
  title: 'Estimate the response’s translation',
  filters: ['poor translation'],
  role: 'qe',
  needs: { ...texts, response_en: z.string() },
  adds: { response_quality: z.number() },
  params: EstimateResponseParams,
});

/** Section 2 (C), equation 1: I_en = LLM(P_I, R_en), with a task prompt drawn from the pool. */
export const generateInstruction = rowStage({
  name: 'generate-instruction',
  version: 1,
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
  version: 1,
  title: 'Score and filter',
  filters: ['score below the threshold'],
  role: 'judge',
  prompts: { score: ['instruction', 'response'] },
  needs: { instruction_en: z.string(), response_en: z.string() },
  adds: { score: pairScore },
  params: ScoreParams,
});

/** Section 2 (E): I_x = MT(I_en). */
export const translateInstruction = rowStage({
  name: 'translate-instruction',
  version: 1,
  title: 'Translate the instruction',
  role: 'translator',
  prompts: translatePrompt,
  needs: { language: z.string(), instruction_en: z.string() },
  adds: { instruction: z.string() },
  params: TranslateParams,
});

/** Section 3.1: quality of I_x, without a reference. */
export const estimateInstruction = rowStage({
  name: 'estimate-instruction',
  version: 1,
  title: 'Estimate the instruction’s translation',
  filters: ['poor translation'],
  role: 'qe',
  needs: { language: z.string(), instruction: z.string(), instruction_en: z.string() },
  adds: { instruction_quality: z.number() },
  params: EstimateParams,
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
