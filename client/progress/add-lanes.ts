import { addCounts, addSpending } from '../../schemas/table/counts.ts';
import type { Heartbeat, Progress, StageProgress } from '../../schemas/build/progress.ts';
import { batchesWaitedFor } from './batches-waited-for.ts';
import type { BuildProgress, StageState } from './build-progress.ts';
import type { LaneReport } from './lane-report.ts';

/**
 * A build's progress with its lanes' shares and the rows of their unfinished shards added; `failing` tells of the build's
 * own steps that are tried again.
 */
export function addLanes(
  build: Progress,
  lanes: readonly LaneReport[],
  failing: readonly string[] = [],
): BuildProgress {
  const beats = lanes.flatMap((lane) => lane.beats);
  const stages: StageState[] = [];
  for (const [at, stage] of build.stages.entries()) {
    const underWay = stage.shardsDone < stage.shards && !stage.reused;
    const flow = build.flows?.find(({ first, stages: count }) => at >= first && at < first + count);
    const its =
      flow === undefined ? lanes : lanes.filter((_, lane) => flow.lanes.includes(build.lanes[lane] ?? ''));
    const whole = underWay ? its.flatMap((lane) => sameStage(lane, stage)).reduce(addStage, stage) : stage;
    const mine = underWay
      ? its.flatMap((lane) => lane.beats).filter((beat) => beat.stage === stage.stage)
      : [];
    const given = flow !== undefined && at === flow.first ? flow.rows : undefined;
    stages.push(stateOf(whole, mine, given === undefined ? comingFrom(stages.at(-1)) : exactly(given)));
  }
  const told = [...failing, ...lanes.flatMap((lane) => lane.failing ?? [])];
  const batches = batchesWaitedFor(beats.flatMap((beat) => beat.batches ?? []));
  const waiting = [...new Set([...beats.flatMap((beat) => beat.waiting ?? []), ...told])]
    .sort()
    .concat(batches);
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

function stateOf(whole: StageProgress, told: readonly Heartbeat[], expected: Coming): StageState {
  const { stage, title, shards, shardsDone, counts, spending, reused: fromEarlier } = whole;
  const done = shardsDone >= shards || fromEarlier;
  // What is still told of a shard when all have ended is in their counts.
  const beats = done ? [] : told;
  const rowsUnderWay = sum(beats, (beat) => beat.done);
  const coming = done ? exactly(counts.in) : expected;
  const rows = counts.in + rowsUnderWay;
  return {
    stage,
    title,
    shards,
    shardsDone,
    // Workers of an earlier release do not name the shard, which may have ended since: never more rows than there are.
    rows: coming.total === undefined || coming.totalIsEstimate ? rows : Math.min(rows, coming.total),
    ...coming,
    out: counts.out + sum(beats, ({ out, done: all, rejected }) => out ?? all - rejected),
    rejected: counts.rejected + sum(beats, ({ rejected }) => rejected),
    asked: spending.asked + sum(beats, ({ asked }) => asked),
    reused: spending.reused + sum(beats, ({ reused }) => reused),
    completionTokens:
      spending.usage.completionTokens + sum(beats, ({ completionTokens }) => completionTokens),
    fromEarlier,
  };
}

type Coming = Pick<StageState, 'total' | 'totalIsEstimate'>;

function exactly(total: number): Coming {
  return { total, totalIsEstimate: false };
}

/** Rows that come to a stage: what the one before it lets out; reckoned up while that one is at work. */
function comingFrom(before: StageState | undefined): Coming {
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
