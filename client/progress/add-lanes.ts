import { addCounts, addSpending } from '../../schemas/counts.ts';
import type { Heartbeat, Progress, StageProgress } from '../../schemas/progress.ts';
import type { BuildProgress, StageState } from './build-progress.ts';
import type { LaneReport } from './lane-report.ts';

/** A build's progress with its lanes' shares and the rows of their unfinished shards added. */
export function addLanes(build: Progress, lanes: readonly LaneReport[]): BuildProgress {
  const beats = lanes.flatMap((lane) => lane.beats);
  const stages: StageState[] = [];
  for (const stage of build.stages) {
    const underWay = stage.shardsDone < stage.shards && !stage.reused;
    const whole = underWay ? lanes.flatMap((lane) => sameStage(lane, stage)).reduce(addStage, stage) : stage;
    const mine = underWay ? beats.filter((beat) => beat.stage === stage.stage) : [];
    stages.push(stateOf(whole, mine, stages.at(-1)));
  }
  const waiting = [...new Set(beats.flatMap((beat) => beat.waiting ?? []))].sort();
  return { phase: build.phase, paused: build.paused, stages, waiting };
}

function sameStage(lane: LaneReport, { stage }: StageProgress): StageProgress[] {
  return lane.stages.filter((each) => each.stage === stage);
}

function addStage(sum: StageProgress, part: StageProgress): StageProgress {
  return {
    ...sum,
    shardsDone: sum.shardsDone + part.shardsDone,
    counts: addCounts(sum.counts, part.counts),
    spending: addSpending(sum.spending, part.spending),
  };
}

function stateOf(
  whole: StageProgress,
  beats: readonly Heartbeat[],
  before: StageState | undefined,
): StageState {
  const { stage, title, shards, shardsDone, counts, spending, reused: fromEarlier } = whole;
  const rowsUnderWay = sum(beats, ({ done }) => done);
  const rejectedUnderWay = sum(beats, ({ rejected }) => rejected);
  const done = shardsDone >= shards || fromEarlier;
  const coming = done ? { total: counts.in, totalIsEstimate: false } : comingFrom(before);
  const rows = counts.in + rowsUnderWay;
  return {
    stage,
    title,
    shards,
    shardsDone,
    // A heartbeat may be older than the shard's end: never more rows than there are.
    rows: coming.total === undefined || coming.totalIsEstimate ? rows : Math.min(rows, coming.total),
    ...coming,
    out: counts.out + rowsUnderWay - rejectedUnderWay,
    rejected: counts.rejected + rejectedUnderWay,
    asked: spending.asked + sum(beats, ({ asked }) => asked),
    reused: spending.reused + sum(beats, ({ reused }) => reused),
    completionTokens:
      spending.usage.completionTokens + sum(beats, ({ completionTokens }) => completionTokens),
    fromEarlier,
  };
}

/** Rows that come to a stage: what the one before it lets out; reckoned up while that one is at work. */
function comingFrom(before: StageState | undefined): Pick<StageState, 'total' | 'totalIsEstimate'> {
  if (before === undefined) return { total: undefined, totalIsEstimate: true };
  if (before.shardsDone >= before.shards) return { total: before.out, totalIsEstimate: false };
  const kept = before.rows === 0 ? 1 : before.out / before.rows;
  return {
    total: before.total === undefined ? undefined : Math.round(before.total * kept),
    totalIsEstimate: true,
  };
}

function sum(beats: readonly Heartbeat[], of: (beat: Heartbeat) => number): number {
  return beats.reduce((total, beat) => total + of(beat), 0);
}
