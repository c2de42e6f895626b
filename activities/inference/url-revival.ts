import type { Question } from '../../schemas/inference/question.ts';
import type { Manner } from './manner.ts';
import type { ServedUrl } from './served-url.ts';
import { trialOf } from './trial-question.ts';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 15_000;
const LONGEST_TRIAL_MS = 60_000;

export interface RevivalOptions {
  readonly timeoutMs: number;
  /** Milliseconds after which a trial is given up. @default a minute */
  readonly longestTrialMs?: number;
  /** The URL answered. */
  readonly onBack: (url: ServedUrl) => void;
  /** It did not; true where that answer shows that it works all the same (it dislikes the trial's question). */
  readonly isBack: (url: ServedUrl, error: unknown) => boolean;
}

/** What met the fault for which a URL was set aside. */
export interface Asked {
  readonly question: Question;
  readonly manner: Manner;
}

/**
 * Tries a URL that was set aside, after 200 ms doubling to 15 s, until it answers. The trial is a real question for
 * one token: a server whose engine has died goes on listing its models.
 */
export class UrlRevival {
  #url: ServedUrl;
  #question: Question;
  #manner: Manner;
  #options: RevivalOptions;
  #wait = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | undefined;
  #trial: AbortController | undefined;

  constructor(url: ServedUrl, { question, manner }: Asked, options: RevivalOptions) {
    this.#url = url;
    this.#question = trialOf(question);
    this.#manner = manner;
    this.#options = options;
    this.#tryLater();
  }

  /** Tries at once; the waits grow from the start again. */
  hurry(): void {
    this.rest();
    this.#wait = FIRST_WAIT_MS;
    void this.#try();
  }

  /** No more trials until `hurry`. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#trial?.abort();
    this.#trial = undefined;
  }

  #tryLater(): void {
    // With a jitter: the processes of a cluster lost the server at the same moment.
    this.#timer = setTimeout(() => void this.#try(), this.#wait * (0.75 + 0.5 * Math.random()));
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
  }

  async #try(): Promise<void> {
    const trial = new AbortController();
    this.#trial = trial;
    const { timeoutMs, longestTrialMs = LONGEST_TRIAL_MS } = this.#options;
    const timeout = setTimeout(() => trial.abort(), Math.min(longestTrialMs, timeoutMs));
    const back = await this.#url.server.answers([this.#question], trial.signal, this.#manner).then(
      () => true,
      // One that we gave up says nothing: the URL hangs still.
      (error: unknown) => !trial.signal.aborted && this.#options.isBack(this.#url, error),
    );
    clearTimeout(timeout);
    if (this.#trial !== trial) return;
    this.#trial = undefined;
    if (back) this.#options.onBack(this.#url);
    else this.#tryLater();
  }
}
