import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Progress, ShardPlace, StageProgress } from '../../schemas/build/progress.ts';
import type { BuildRef, Step } from '../../schemas/build/task.ts';
import { addSpending, noSpending } from '../../schemas/table/counts.ts';
import { callRows } from './activities.ts';
import { addResult, stageTable } from './stage-progress.ts';
import { unlessEnded } from './unless-ended.ts';
import { Window } from './window.ts';

export const progressQuery = defineQuery<Progress>('progress');
export const pauseSignal = defineSignal<[boolean]>('pause');
/** A lane tells its build what it has spent: its workflow id, and US dollars. */
export const spentSignal = defineSignal<[lane: string, dollars: number]>('spent');

/** A lane takes every `stride`-th shard from `next` on through the flow's steps. */
export interface LaneInput {
  readonly build: BuildRef;
  readonly steps: readonly Step[];
  readonly shards: number;
  readonly next: number;
  readonly stride: number;
  /** Shards under way at once in each step. */
  readonly window: number;
  /** Events after which the lane continues as new. */
  readonly maxEvents: number;
  readonly paused: boolean;
  /** US dollars of which the build is told each time; it is not told where this is left out. */
  readonly tellSpent?: number;
  /** Progress so far, carried over when the lane continues as new. */
  readonly progress: readonly StageProgress[];
}

/**
 * Shards flow: each goes on to the next step as soon as it is done, while the next shard enters the first, so that the
 * endpoints of all steps work at the same time. Costs six events a shard and step (docs/flow.md).
 */
export async function lane(input: LaneInput): Promise<StageProgress[]> {
  const progress = [...input.progress];
  let paused = input.paused;
  setHandler(pauseSignal, (value) => void (paused = value));
  const called = new Set<ShardPlace>();
  setHandler(progressQuery, () => ({
    phase: 'rows',
    paused,
    stages: progress,
    lanes: [],
    underWay: [...called],
  }));

  let spentTold = stepsSpent(input);
  const tellSpent = async (): Promise<void> => {
    const steps = stepsSpent({ ...input, progress });
    const { parent, workflowId } = workflowInfo();
    if (steps <= spentTold || parent === undefined) return;
    spentTold = steps;
    const build = getExternalWorkflowHandle(parent.workflowId, parent.runId);
    await build.signal(spentSignal, workflowId, spentIn(progress)).catch(unlessEnded);
  };

  const windows = input.steps.map(() => new Window(input.window));
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  const take = async (index: number, entered: () => void): Promise<void> => {
    for (const [position, step] of input.steps.entries()) {
      const window = windows[position];
      if (window === undefined) continue;
      await window.enter();
      try {
        // The pause may have come while the shard waited for its place.
        if (position === 0 && paused && patched('pause-holds-waiting-shards')) await condition(() => !paused);
        if (position === 0) entered();
        const place = { stage: step.call.stage, shard: index };
        called.add(place);
        const result = await callRows({ build: input.build, step, index }, input.shards, position);
        // In one go with its counts: a query meets a shard in either, never in both.
        called.delete(place);
        addResult(progress, position, result);
        setCurrentDetails(stageTable(progress));
        if (input.tellSpent !== undefined) await tellSpent();
      } finally {
        window.leave();
      }
    }
  };

  let next = input.next;
  await CancellationScope.cancellable(async () => {
    for (; next < input.shards && failure === undefined; next += input.stride) {
      if (workflowInfo().historyLength > input.maxEvents || workflowInfo().continueAsNewSuggested) break;
      await condition(() => !paused);
      const shard = next;
      await new Promise<void>((entered) => {
        const work: Promise<void> = take(shard, entered)
          .catch((error: unknown) => {
            if (failure === undefined || isCancellation(failure.error)) failure = { error };
            CancellationScope.current().cancel();
          })
          .finally(() => {
            underWay.delete(work);
            entered();
          });
        underWay.add(work);
      });
    }
    await Promise.all(underWay);
  }).catch(async (error: unknown) => {
    failure ??= { error };
    // Cancelled while it was paused: it has ended only when the shards under way have.
    await Promise.all(underWay);
  });
  if (failure !== undefined) throw failure.error;
  if (next < input.shards) return continueAsNew<typeof lane>({ ...input, next, paused, progress });
  return progress;
}

function spentIn(progress: readonly StageProgress[]): number {
  return progress.map(({ spending }) => spending).reduce(addSpending, noSpending).cost;
}

/** How often the build was to be told of what the lane had spent. */
function stepsSpent({ tellSpent, progress }: Pick<LaneInput, 'tellSpent' | 'progress'>): number {
  return tellSpent === undefined ? 0 : Math.floor(spentIn(progress) / tellSpent);
}
