import { z } from 'zod';
import { JsonSchema } from './json.ts';

export const MessageSchema = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

/**
 * Everything that decides a model's answer, and nothing else: not the URL, not the stage's code. An answer is
 * addressed by the digest of its question, so the same question is paid for once, whichever build asks it.
 */
export const QuestionSchema = z.object({
  model: z.string(),
  revision: z.string().optional(),
  api: z.enum(['chat', 'completion']),
  messages: z.array(MessageSchema),
  temperature: z.number(),
  topP: z.number(),
  maxTokens: z.number().optional(),
  stop: z.array(z.string()).optional(),
  extraBody: z.record(z.string(), JsonSchema),
  /** Derived from (build seed, stage, row id, try), so that two rows with one prompt get two answers. */
  seed: z.number(),
  sendSeed: z.boolean(),
});

export const UsageSchema = z.object({ promptTokens: z.number(), completionTokens: z.number() });

/** What a model said, as it is journalled and kept. */
export const AnswerSchema = z.object({
  text: z.string(),
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
export type Question = z.infer<typeof QuestionSchema>;
export type Usage = z.infer<typeof UsageSchema>;
export type Answer = z.infer<typeof AnswerSchema>;
