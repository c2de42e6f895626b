import type { Heartbeat, StageProgress } from '../../schemas/progress.ts';

/** What is known of one lane: the stages of its finished shards, and the heartbeats of the shards under way. */
export interface LaneReport {
  readonly stages: readonly StageProgress[];
  readonly beats: readonly Heartbeat[];
}
