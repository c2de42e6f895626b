import { z } from 'zod';

/** A model's own chat template, for raw prompts that must read as its conversations do. */
export const ChatTemplateSchema = z.strictObject({
  /** The model's tokenizer_config.json: a path or an s3:// URI. A chat_template.jinja beside it is used too. */
  tokenizerConfig: z
    .string()
    .min(1)
    .refine((file) => !file.includes('://') || file.startsWith('s3://'), 'name a path or an s3:// URI'),
  /** The day that stands for today in templates that print it, so that the same prompt is asked every day. */
  date: z.iso.date('write it as YYYY-MM-DD').optional(),
});
export type ChatTemplateConfig = z.output<typeof ChatTemplateSchema>;
