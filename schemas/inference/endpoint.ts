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

/** In capitals, as such names are: what else stands here may be the value itself. */
const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, 'name an environment variable in capitals; never write the value itself here');

/** A name as HTTP takes it. */
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of an HTTP header');

/** Prices in US dollars per million tokens, for the cost in the manifest. */
export const PriceSchema = z.strictObject({
  promptPerMillion: z.number().nonnegative(),
  completionPerMillion: z.number().nonnegative(),
});

/** One or more base URLs that serve the same models over the OpenAI API. Keys and headers are named, never written. */
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
    /** The header that carries the key as it is, such as Azure's `api-key`. @default Authorization, as a bearer token */
    apiKeyHeader: headerName.optional(),
    /** Further headers of every request, each by the environment variable of the worker that holds its value. */
    headers: z.record(headerName, variable).optional(),
    /** Query parameters of every request, such as Azure's `api-version`. */
    query: z
      .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]).transform(String))
      .optional(),
    /** File with certificates (PEM) of authorities that the server, or a proxy before it, may be vouched for by. */
    caFile: z.string().min(1).optional(),
    concurrency: ConcurrencySchema.prefault({}),
    /** Requests a minute, of all processes that ask: see `processes`. @default as many as the endpoint takes */
    rpm: z.number().positive().optional(),
    /** Tokens a minute, of prompts and answers. @default as many as the endpoint takes */
    tpm: z.number().positive().optional(),
    /** Processes that share `rpm` and `tpm`: each keeps to its part. @default 1 */
    processes: z.int().positive().optional(),
    /** Seconds a request may take once it is sent; waiting for a slot does not count. */
    timeoutSeconds: z.number().positive().default(600),
    /** Tries of one request against passing faults (500, 503, dropped connection) while the endpoint answers others. */
    maxTries: z.int().positive().default(8),
    /** Prices by model, for roles that name none themselves. */
    prices: z.record(z.string().min(1), PriceSchema).optional(),
  })
  .superRefine(refuseSecrets());

export type Endpoint = z.infer<typeof EndpointSchema>;
export type Price = z.infer<typeof PriceSchema>;
