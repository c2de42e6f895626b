/** One stage of a build, its lanes added up and the rows of unfinished shards counted in. */
export interface StageState {
  readonly stage: string;
  readonly title: string;
  readonly shards: number;
  readonly shardsDone: number;
  /** Rows that the stage is through with. */
  readonly rows: number;
  /** Rows that will come to it, where that can be said; an estimate while an earlier stage is at work. */
  readonly total: number | undefined;
  readonly totalIsEstimate: boolean;
  readonly out: number;
  readonly rejected: number;
  /** Questions that went to a model, and answers that an earlier run had paid for. */
  readonly asked: number;
  readonly reused: number;
  readonly completionTokens: number;
  /** True when the whole table was there from an earlier build. */
  readonly fromEarlier: boolean;
}

/** How far a build is. */
export interface BuildProgress {
  /** What the build is doing, in words. */
  readonly phase: string;
  readonly paused: boolean;
  readonly stages: readonly StageState[];
  /** What rows wait for, such as an endpoint that does not answer; empty when nothing is amiss. */
  readonly waiting: readonly string[];
}
