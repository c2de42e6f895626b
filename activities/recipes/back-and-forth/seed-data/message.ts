import { z } from 'zod';

/** The part of an Open-Assistant message that we read; null and absent are the same in its exports. */
export const MessageSchema = z.looseObject({
  message_id: z.string(),
  parent_id: z.string().nullish(),
  text: z.string(),
  role: z.string(),
  lang: z.string().nullish(),
  rank: z.number().nullish(),
  deleted: z.boolean().nullish(),
  synthetic: z.boolean().nullish(),
  review_result: z.boolean().nullish(),
});
export type Message = z.infer<typeof MessageSchema>;

/** A conversation tree, of which only the prompt and its direct replies matter: the first turn. */
export const TreeSchema = z.looseObject({
  message_tree_id: z.string(),
  prompt: z.looseObject({ ...MessageSchema.shape, replies: z.array(MessageSchema).default([]) }),
});
