/** A row that its stage drops, with the kind of reason (few per stage) and the value met. */
export class Rejection {
  readonly reason: string;
  readonly detail: string | null;
  readonly raw: string | null;

  constructor(reason: string, detail: string | null, raw: string | null) {
    this.reason = reason;
    this.detail = detail;
    this.raw = raw;
  }
}

/** What a stage's function returns to drop its row. */
export function reject(reason: string, detail?: string | number, raw?: string): Rejection {
  return new Rejection(reason, detail === undefined ? null : String(detail), raw ?? null);
}

/** What a parser returns when an answer cannot be used; the question is asked again a bounded number of times. */
export class Unusable {
  readonly reason: string;
  readonly detail: string | undefined;

  constructor(reason: string, detail?: string) {
    this.reason = reason;
    this.detail = detail;
  }
}

export function unusable(reason: string, detail?: string): Unusable {
  return new Unusable(reason, detail);
}

/** Thrown by `ask` when its row must be rejected; the engine catches it. */
export class RowRejected extends Error {
  override name = 'RowRejected';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.reason);
    this.rejection = rejection;
  }
}
