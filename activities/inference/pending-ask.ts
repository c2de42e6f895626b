import type { Answer, Question } from '../../schemas/inference/question.ts';
import type { BatchLimits } from './batch-limits.ts';
import type { Manner } from './manner.ts';
import type { Queued } from './request-queue.ts';
import type { ServedUrl } from './served-url.ts';

/** One request under way, with all that travel in it. */
export interface Flight {
  readonly controller: AbortController;
  /** Those that still want their answer; the request is taken back with the last of them. */
  readonly asks: Set<PendingAsk>;
}

/** Those that failed together come back together, so that a batch stays one. */
export interface Pause {
  /** Ends it when none of them wants an answer any more. */
  readonly end: () => void;
  readonly asks: Set<PendingAsk>;
}

/** A question from its arrival until its promise is settled. */
export interface PendingAsk extends Queued {
  readonly question: Question;
  /** How it travels; those that share a request travel alike. */
  readonly manner: Manner;
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
  /** With which others it may share a request; undefined where it is a request of its own. */
  readonly batch: BatchLimits | undefined;
  /** Length of its text; 0 where it is a request of its own. */
  readonly characters: number;
  /** Most asks of a request that it may be in: halved when one failed, so that a bad text ends up alone. */
  most: number;
  retried: boolean;
  /** Where it is: waiting for its turn, waiting before it is tried again, or sent. */
  place:
    | { readonly at: 'queue' }
    | { readonly at: 'pause'; readonly pause: Pause }
    | { readonly at: 'server'; readonly flight: Flight };
  /** All faults it met, for its delay. */
  faults: number;
  /** Failed tries that count: alone in a request, and after the endpoint had answered something else. */
  tries: number;
  /** Answers that the endpoint had given when it was first sent, or when a try of it last counted. */
  answersSeen: number | undefined;
  /** The URL that failed it last: another one is better. */
  failedOn: ServedUrl | undefined;
}
