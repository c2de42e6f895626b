import { z } from 'zod';
import { RowsInputSchema } from '../../table/corpus.ts';
import { roleWithSampling, serviceRole } from '../../inference/role.ts';
import { column } from '../../table/meaning.ts';
import { recordShape } from '../../table/record.ts';
import { rowStage } from '../../table/stage.ts';

const path = z.string().min(1);

/** Where a log's records have what is read of them; a dot reaches into an object. */
export const LogColumnsSchema = z.strictObject({
  /**
   * The messages, in order: `role` and `content` (LMSYS-Chat-1M, WildChat, OpenAI) or `from` and `value` (ShareGPT).
   * @default conversation
   */
  conversation: path.default('conversation'),
  /** Language of the conversation, in the log's own words. @default language */
  language: path.default('language'),
  /** The model that answered. @default model */
  model: path.default('model'),
  /** OpenAI's moderation of each message: a list of `flagged` and `categories`. @default openai_moderation */
  moderation: path.default('openai_moderation'),
  /** Whether the conversation as a whole is toxic. @default toxic, as in WildChat */
  toxic: path.default('toxic'),
});

/** Chat logs: a conversation a record. */
export const ConversationsSchema = RowsInputSchema.extend({ columns: LogColumnsSchema.prefault({}) });

export const ReadConversationParams = z.strictObject({
  columns: LogColumnsSchema,
  /** Field that names a conversation. */
  id: path.optional(),
  languages: z.union([z.literal('any'), z.array(z.string().min(1)).min(1)]),
});

/** A message of a log, with what the log flags it for; null where the log does not say. */
export const LoggedMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
  flags: z.array(z.string()).nullable(),
});
export type LoggedMessage = z.infer<typeof LoggedMessageSchema>;

/** Section 2: what a log's record says, in one form, of the languages wanted. */
export const readConversation = rowStage({
  name: 'read-conversation',
  version: 1,
  title: 'Read conversations',
  filters: ['other language'],
  needs: { fields: recordShape.fields },
  adds: {
    conversation_id: column(z.string(), { about: 'The conversation’s own id in its log' }),
    log_language: column(z.string().nullable(), {
      about: 'Language of the conversation, in the log’s words',
    }),
    log_model: column(z.string().nullable(), { about: 'The model that answered in the log' }),
    messages: z.array(LoggedMessageSchema),
    /** What the log flags the conversation as a whole for; null where it says nothing of it. */
    flags: z.array(z.string()).nullable(),
  },
  params: ReadConversationParams,
});

export const ToxicityParams = z.strictObject({
  /**
   * Section 2: a conversation is dropped where any of its messages is flagged; or, with `first`, the first utterance of
   * the user or what answered it. `none` keeps all.
   */
  turns: z.enum(['any', 'first', 'none']).default('any'),
  /** Categories that drop a conversation; any that is flagged, without it. */
  categories: z.array(z.string().min(1)).min(1).optional(),
});
export type ToxicityParams = z.output<typeof ToxicityParams>;

/** Section 2: conversations that the log flags as toxic are dropped. */
export const dropToxic = rowStage({
  name: 'drop-toxic',
  version: 1,
  title: 'Drop toxic conversations',
  filters: ['toxic'],
  needs: { messages: readConversation.adds.shape.messages, flags: readConversation.adds.shape.flags },
  adds: {},
  params: ToxicityParams,
});

/** What moderates conversations that come without flags: OpenAI's moderations, or a chat model. */
export const moderator = z.union([serviceRole(['moderations']), roleWithSampling({ temperature: 0 })]);

/** Conversations that the log says nothing of are moderated; what it flags is not asked again. */
export const moderateConversation = rowStage({
  name: 'moderate-conversation',
  version: 1,
  title: 'Moderate conversations without flags',
  role: 'moderator',
  prompts: { moderate: ['text'] },
  filters: ['toxic'],
  needs: { messages: readConversation.adds.shape.messages, flags: readConversation.adds.shape.flags },
  adds: {},
  params: ToxicityParams.extend({ attempts: z.int().positive().max(20).default(3) }),
});
