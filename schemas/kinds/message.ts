import { z } from 'zod';
import { MessageSchema } from '../inference/question.ts';

/** A turn of a conversation; an answer may have what the model thought before it. */
export const TurnSchema = MessageSchema.extend({ reasoning_content: z.string().optional() });
export type Turn = z.infer<typeof TurnSchema>;
