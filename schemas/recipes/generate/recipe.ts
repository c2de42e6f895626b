import { z } from 'zod';
import { buildShape, outputOf } from '../../build/build.ts';
import { conversationShape } from '../../kinds/conversation.ts';
import { RowsInputSchema } from '../../table/corpus.ts';
import { recordShape } from '../../table/record.ts';
import { roleWithSampling } from '../../inference/role.ts';
import { reasoningOf } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';

/** Where a row's prompt comes from. */
export const PromptSourceSchema = z.union(
  [
    /** A column that holds the whole prompt. */
    z.strictObject({ column: z.string().min(1) }),
    /** A column that holds a conversation up to its question, as `{role, content}` or `{from, value}`. */
    z.strictObject({ messages: z.string().min(1) }),
    /** A text with {{slots}} named after columns. */
    z.strictObject({ template: z.string().min(1) }),
    /** A file with such a text. */
    z.strictObject({ file: z.string().min(1) }),
  ],
  { error: 'name one of column, messages, template or file' },
);

export const AnswerParams = z.strictObject({
  /** Column that holds the whole prompt; without it the build's prompt `generate` is filled from the columns. */
  column: z.string().min(1).optional(),
  attempts: z.int().positive().max(20).default(3),
});

export const AnswerMessagesParams = z.strictObject({
  /** Column that holds the messages. */
  column: z.string().min(1),
  attempts: AnswerParams.shape.attempts,
});

/** The smallest recipe: a table of prompts through one role to a dataset. */
export const GenerateSchema = z.strictObject({
  recipe: z.literal('generate'),
  ...buildShape,
  /** The table: any JSONL, CSV or Parquet files. */
  table: RowsInputSchema,
  roles: z.strictObject({ model: roleWithSampling({}) }),
  prompt: PromptSourceSchema,
  attempts: AnswerParams.shape.attempts,
  output: outputOf('pair', 'conversation').prefault({}),
});
export type GenerateConfig = z.output<typeof GenerateSchema>;

/** One prompt a row, answered by the role `model`. */
export const answer = rowStage({
  name: 'answer',
  version: 4,
  title: 'Answer',
  countsTokens: true,
  role: 'model',
  prompts: { generate: 'any' },
  needs: { fields: recordShape.fields },
  adds: {
    instruction: z.string(),
    response: z.string(),
    reasoning: reasoningOf('response'),
    instruction_tokens: z.int(),
    response_tokens: z.int(),
  },
  params: AnswerParams,
});

/** One conversation a row, whose question the role `model` answers. */
export const answerMessages = rowStage({
  name: 'answer-messages',
  version: 1,
  title: 'Answer',
  role: 'model',
  needs: { fields: recordShape.fields },
  adds: { messages: conversationShape.messages },
  params: AnswerMessagesParams,
});

/** The column that holds whole prompts, where the config names one. */
export function promptColumn(config: unknown): string | undefined {
  const { prompt } = z.object({ prompt: PromptSourceSchema }).parse(config);
  if ('messages' in prompt) return prompt.messages;
  return 'column' in prompt ? prompt.column : undefined;
}

/** The prompt that the config gives, unless a column holds the prompts. */
export function givenPrompts(config: unknown): Record<string, { text: string } | { file: string }> {
  const { prompt } = z.object({ prompt: PromptSourceSchema }).parse(config);
  if ('column' in prompt || 'messages' in prompt) return {};
  return { generate: 'template' in prompt ? { text: prompt.template } : { file: prompt.file } };
}
