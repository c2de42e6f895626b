import type { Heartbeat, StageProgress } from '../../schemas/build/progress.ts';

/** What is known of one lane: its finished shards by stage, the heartbeats of those under way, why some are tried again. */
export interface LaneReport {
  readonly stages: readonly StageProgress[];
  readonly beats: readonly Heartbeat[];
  readonly failing?: readonly string[];
}
