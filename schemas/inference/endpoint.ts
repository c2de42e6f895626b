import { z } from 'zod';
import { refuseSecrets } from '../secrets.ts';

/** How many requests an endpoint may have in flight from one process; the scheduler moves between min and max. */
export const ConcurrencySchema = z.strictObject({
  min: z.int().positive().default(1),
  /**
   * Where the slow start begins: high enough that a GPU server is not idle during the first seconds, and that requests
   * wait there when the first answers go out (vLLM queues what is more than it runs at once, 256 by default).
   */
  initial: z.int().positive().default(128),
  max: z.int().positive().default(512),
});

/** One or more base URLs that serve the same models over the OpenAI API. Keys are named, never written. */
export const EndpointSchema = z
  .strictObject({
    urls: z
      .array(z.url({ protocol: /^https?$/, error: 'must be a base URL such as http://127.0.0.1:8000/v1' }))
      .min(1, 'name at least one base URL'),
    /** Environment variable of the worker that holds the API key. */
    apiKeyEnv: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name an environment variable; never write the key itself here')
      .optional(),
    concurrency: ConcurrencySchema.prefault({}),
    /** Seconds a request may take once it is sent; waiting for a slot does not count. */
    timeoutSeconds: z.number().positive().default(600),
    /** Tries of one request against passing faults (500, 503, dropped connection) while the endpoint answers others. */
    maxTries: z.int().positive().default(8),
  })
  .superRefine(refuseSecrets());

/** Prices in US dollars per million tokens, for the cost in the manifest. */
export const PriceSchema = z.strictObject({
  promptPerMillion: z.number().nonnegative(),
  completionPerMillion: z.number().nonnegative(),
});

export type Endpoint = z.infer<typeof EndpointSchema>;
export type Price = z.infer<typeof PriceSchema>;
