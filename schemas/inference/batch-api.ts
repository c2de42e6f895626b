import { z } from 'zod';

/** How a language role's questions travel: each as a request, or many as a file of OpenAI's Batch API. */
export const TransportSchema = z.enum(['direct', 'batch']);

/** What a role's batch files may be, and how they are waited for. */
export const BatchApiSchema = z.strictObject({
  /** Part of the role's price that a batch costs. */
  priceFactor: z.number().nonnegative().default(0.5),
  /** Most requests of a batch; OpenAI takes 50,000. */
  requests: z.int().positive().default(50_000),
  /** Most bytes of its file; OpenAI takes 200 MB. */
  bytes: z.int().positive().default(200_000_000),
  /** Seconds between looks at a batch: at first, growing to the most. */
  poll: z
    .strictObject({
      firstSeconds: z.number().positive().default(5),
      mostSeconds: z.number().positive().default(60),
    })
    .refine(({ firstSeconds, mostSeconds }) => firstSeconds <= mostSeconds, {
      path: ['mostSeconds'],
      error: 'it is less than firstSeconds',
    })
    .prefault({}),
  /** Seconds after which a batch that another attempt set about making, and of which nothing shows, is made by this one. */
  takeOverSeconds: z.number().positive().default(20),
});
export type BatchApi = z.output<typeof BatchApiSchema>;
