import type { Answer, Question } from '../../schemas/question.ts';
import type { Queued } from './request-queue.ts';
import type { ServedUrl } from './served-url.ts';

/** A question from its arrival until its promise is settled. */
export interface PendingAsk extends Queued {
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
  retried: boolean;
  /** Where it is: waiting for its turn, waiting before it is tried again, or sent. */
  place:
    | { readonly at: 'queue' }
    | { readonly at: 'pause'; readonly timer: NodeJS.Timeout }
    | { readonly at: 'server'; readonly flight: AbortController };
  /** All faults it met, for its delay. */
  faults: number;
  /** Failed tries that count: those after which the endpoint had answered something else. */
  tries: number;
  /** Answers that the endpoint had given when it was first sent, or when a try of it last counted. */
  answersSeen: number | undefined;
  /** The URL that failed it last: another one is better. */
  failedOn: ServedUrl | undefined;
}
