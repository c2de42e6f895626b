import { z } from 'zod';
import { batchFaultShape } from './batches/batch-faults.ts';
import { diceFrom } from './dice.ts';

const rate = z.number().min(0).max(1);

/** How the endpoint behaves, as opposed to what it says. `POST /faults` takes any part of it. */
export const faultsSchema = z.object({
  /** Service time of a request in milliseconds, time in the queue not included. */
  latencyMs: z.number().min(0).default(0),
  /** 'none', or the sigma of a lognormal factor on latencyMs: its mean stays latencyMs, its value is fixed by the request. */
  jitter: z.union([z.literal('none'), z.number().min(0).max(3)]).default('none'),
  /** Further milliseconds for each token of the answer. */
  perTokenMs: z.number().min(0).default(0),
  /** Requests in service at once; others wait first come, first served. null: no limit. */
  slots: z.int().positive().nullable().default(null),
  /** Requests that may wait for a slot; one more gets a 429. null: no limit. */
  queueLimit: z.int().min(0).nullable().default(null),
  /** What a 429 names in Retry-After (whole seconds, rounded up; `retry-after-ms` is sent too where it is finer). */
  retryAfterMs: z.number().min(0).default(1000),
  /** Share of requests answered at once by a 500 or a 503. */
  errorRate: rate.default(0),
  /** Share of requests whose connection breaks in the middle of the answer. */
  dropRate: rate.default(0),
  /** Share of requests that are never answered: they keep their slot until the client gives up. */
  hangRate: rate.default(0),
  /** Share of requests that are refused for good by a 400, drawn anew each time that the same is asked. */
  refusalRate: rate.default(0),
  /** Share of prompts that are refused for good by a 400, each time. */
  refusedShare: rate.default(0),
  /** Break every connection at once, those in service included; only /stats and /faults still answer. */
  down: z.boolean().default(false),
  /** A request of several texts one of which has this in it gets a 400, whatever the others are. null: none does. */
  badText: z.string().min(1).nullable().default(null),
  ...batchFaultShape,
});

export type Faults = z.output<typeof faultsSchema>;

// Without the defaults: a change that leaves an option out leaves it as it is.
const { shape } = faultsSchema;
export const faultsChangeSchema = z.strictObject({
  latencyMs: shape.latencyMs.unwrap().optional(),
  jitter: shape.jitter.unwrap().optional(),
  perTokenMs: shape.perTokenMs.unwrap().optional(),
  slots: shape.slots.unwrap().optional(),
  queueLimit: shape.queueLimit.unwrap().optional(),
  retryAfterMs: shape.retryAfterMs.unwrap().optional(),
  errorRate: shape.errorRate.unwrap().optional(),
  dropRate: shape.dropRate.unwrap().optional(),
  hangRate: shape.hangRate.unwrap().optional(),
  refusalRate: shape.refusalRate.unwrap().optional(),
  refusedShare: shape.refusedShare.unwrap().optional(),
  down: shape.down.unwrap().optional(),
  badText: shape.badText.unwrap().optional(),
  batchStepMs: shape.batchStepMs.unwrap().optional(),
  batchErrorRate: shape.batchErrorRate.unwrap().optional(),
  batchAnsweredShare: shape.batchAnsweredShare.unwrap().optional(),
  batchInvalidText: shape.batchInvalidText.unwrap().optional(),
  batchFailure: shape.batchFailure.unwrap().optional(),
  batchesAtOnce: shape.batchesAtOnce.unwrap().optional(),
  batchHangs: shape.batchHangs.unwrap().optional(),
  batchRequests: shape.batchRequests.unwrap().optional(),
  batchBytes: shape.batchBytes.unwrap().optional(),
});

export type FaultsChange = z.input<typeof faultsChangeSchema>;

export type Fate = 'answer' | 'error-500' | 'error-503' | 'drop' | 'hang' | 'refuse';

/**
 * What happens to the n-th request: fixed by the seed and n, so that a retry gets a draw of its own; whether its prompt is
 * one of those that are always refused, by its key.
 */
export function fateOf(faults: Faults, seed: number, ordinal: number, key: string): Fate {
  const { errorRate, dropRate, hangRate, refusalRate, refusedShare } = faults;
  if (refusedShare > 0 && diceFrom(`refused ${key}`).chance(refusedShare)) return 'refuse';
  if (errorRate + dropRate + hangRate + refusalRate === 0) return 'answer';
  const dice = diceFrom(`fate ${seed} ${ordinal}`);
  const draw = dice.next();
  if (draw < errorRate) return dice.chance(0.5) ? 'error-500' : 'error-503';
  if (draw < errorRate + dropRate) return 'drop';
  if (draw < errorRate + dropRate + hangRate) return 'hang';
  return draw < errorRate + dropRate + hangRate + refusalRate ? 'refuse' : 'answer';
}
