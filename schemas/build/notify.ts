import { z } from 'zod';
import { refuseSecrets } from '../secrets.ts';

/** What somebody may be told of a build. */
export const noticeEvents = ['published', 'unchanged', 'failed', 'cancelled', 'budget', 'waiting'] as const;
export const NoticeEventSchema = z.enum(noticeEvents);
export type NoticeEvent = z.infer<typeof NoticeEventSchema>;

/** A receiver of signed notices (a webhook). */
export const HookSchema = z
  .strictObject({
    /** Where notices are posted to. Redirects are not followed. */
    url: z.url({ protocol: /^https?$/, error: 'must be a URL such as https://hooks.example.org/tunesmith' }),
    /** Environment variable of the workers that holds the secret by which notices are signed: whsec_ and base64. */
    secretEnv: z
      .string()
      .regex(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        'name an environment variable of the workers; never write the secret itself here',
      ),
    /** What it is told of. */
    on: z
      .array(NoticeEventSchema)
      .min(1)
      .default([...noticeEvents]),
  })
  .superRefine(refuseSecrets());
export type Hook = z.output<typeof HookSchema>;

/** Who is told of a build: one receiver, or a list of them; an empty list tells nobody. */
export const NotifySchema = z
  .union([HookSchema, z.array(HookSchema)], {
    error: 'must be a receiver ({ url, secretEnv }) or a list of them',
  })
  .transform((hooks) => (Array.isArray(hooks) ? hooks : [hooks]));
