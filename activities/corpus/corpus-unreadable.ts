export interface UnreadableReason {
  /** The path or URI as the user knows it. */
  readonly path: string;
  readonly problem: string;
  readonly fix: string;
  /** False where trying again may help: a network that broke off, a service that is overloaded. @default true */
  readonly permanent?: boolean;
  readonly cause?: unknown;
}

/** Input that cannot be read as a whole: half a corpus silently missing would be worse than no build. */
export class CorpusUnreadable extends Error {
  override readonly name = 'CorpusUnreadable';
  readonly path: string;
  readonly permanent: boolean;

  constructor(reason: UnreadableReason) {
    super(`${reason.path}: ${reason.problem}. ${reason.fix}`, { cause: reason.cause });
    this.path = reason.path;
    this.permanent = reason.permanent ?? true;
  }
}
