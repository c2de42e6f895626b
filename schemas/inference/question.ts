import { z } from 'zod';
import { JsonSchema } from '../json.ts';
import { serviceApis } from './role.ts';

export const MessageSchema = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

/**
 * Everything that decides a model's answer, and nothing else: not the URL, not the stage's code. An answer is
 * addressed by the digest of its question, so the same question is paid for once, whichever build asks it.
 */
export const LanguageQuestionSchema = z.object({
  model: z.string(),
  revision: z.string().optional(),
  api: z.enum(['chat', 'completion']),
  messages: z.array(MessageSchema),
  /** Not there where it is not sent. */
  temperature: z.number().optional(),
  topP: z.number().optional(),
  maxTokens: z.number().optional(),
  stop: z.array(z.string()).optional(),
  extraBody: z.record(z.string(), JsonSchema),
  /** Derived from (build seed, stage, row id, try), so that two rows with one prompt get two answers. */
  seed: z.number(),
  sendSeed: z.boolean(),
});

/** How a document's token vectors become one global vector and one for each chunk (activities/vectors). */
export const PoolingSchema = z.object({ chunks: z.int().positive(), sigma: z.number(), alpha: z.number() });

/** What a service is asked; languages are FLORES-200 codes such as `tel_Telu`. */
export const ServiceTaskSchema = z.discriminatedUnion('kind', [
  /** Answer: base64 of the little-endian float32 vector. */
  z.object({ kind: z.literal('embed'), text: z.string() }),
  /** Answer: base64 of the (chunks + 1) x d float32 matrix, row by row, the global mean first. */
  z.object({ kind: z.literal('embed-chunks'), text: z.string(), pooling: PoolingSchema }),
  /** Answer: JSON, `{"flagged": boolean, "categories": {name: score}, "harms": [name]}`. */
  z.object({ kind: z.literal('moderate'), text: z.string() }),
  /** Answer: the translation. */
  z.object({ kind: z.literal('translate'), text: z.string(), from: z.string(), to: z.string() }),
  /** Reference-free quality of a translation. Answer: the score as a decimal number. */
  z.object({ kind: z.literal('estimate'), source: z.string(), translation: z.string() }),
  /**
   * How good the last message, the assistant's, answers those before it. `text` is the whole conversation, rendered by
   * the reward model's own chat template: many such texts share a request. Without it a service renders the messages
   * itself, where it can. Answer: the reward as a decimal number, of any size.
   */
  z.object({
    kind: z.literal('reward'),
    messages: z.array(MessageSchema).min(1),
    text: z.string().optional(),
  }),
]);
export type ServiceTask = z.infer<typeof ServiceTaskSchema>;

export const ServiceQuestionSchema = z.object({
  model: z.string(),
  revision: z.string().optional(),
  api: z.enum(serviceApis),
  extraBody: z.record(z.string(), JsonSchema),
  task: ServiceTaskSchema,
  /** Which number of several is meant: see the role's. */
  label: z.int().optional(),
});

export const UsageSchema = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** Those of `completionTokens` that were thoughts, where endpoints tell it. */
  reasoningTokens: z.number().optional(),
});

/** What a model said, as it is journalled and kept. */
export const AnswerSchema = z.object({
  /** As the endpoint gave it: a model's thoughts may stand in it, between tags. */
  text: z.string(),
  /** What the model thought before it, where the endpoint tells it apart. */
  reasoning: z.string().optional(),
  /** Why the model refuses, where the endpoint tells that apart. */
  refusal: z.string().optional(),
  /** `stop`, `length`, ...: the endpoint's word. */
  finish: z.string().nullable(),
  usage: UsageSchema,
  /** The model's name as the endpoint reports it. */
  servedBy: z.string(),
  /** True when the endpoint declared itself Tunesmith's rule-based stand-in. */
  standIn: z.boolean(),
  /** Milliseconds from sending to the last byte. */
  milliseconds: z.number(),
});

export type Message = z.infer<typeof MessageSchema>;
export type LanguageQuestion = z.infer<typeof LanguageQuestionSchema>;
export type ServiceQuestion = z.infer<typeof ServiceQuestionSchema>;
export type Question = LanguageQuestion | ServiceQuestion;
export type Usage = z.infer<typeof UsageSchema>;
export type Answer = z.infer<typeof AnswerSchema>;
