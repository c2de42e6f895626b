import {
  ApplicationFailure,
  CancellationScope,
  ParentClosePolicy,
  sleep,
  startChild,
  workflowInfo,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Holder } from '../../schemas/build/start.ts';
import { call } from './activities.ts';
import { datasetLock, releaseSignal } from './dataset-lock.ts';
import { unlessEnded } from './unless-ended.ts';

type Lock = ChildWorkflowHandle<typeof datasetLock>;

/** Milliseconds between tries to take a name that another build holds: each costs ten events. */
const pauses = { first: 1000, most: 30_000 } as const;

/** The names of datasets that a build holds: while it does, no other build of them is at work in the same store. */
export class Turn {
  private readonly store: { readonly key: string; readonly uri: string };
  private readonly configDigest: string;
  private readonly held = new Map<string, Lock>();

  constructor(store: { readonly key: string; readonly uri: string }, configDigest: string) {
    this.store = store;
    this.configDigest = configDigest;
  }

  /** Takes a name, if it is free. */
  async take(dataset: string): Promise<boolean> {
    try {
      this.held.set(dataset, await this.start(dataset));
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  /** The build that holds a name. */
  holder(dataset: string): Promise<Holder | undefined> {
    return call('holderOf', { lock: this.lockOf(dataset) }, { summary: dataset });
  }

  /**
   * Takes a name before something is published under it, or finds that it is still held: somebody may have ended the lock.
   * `wait` tells of a wait for another build.
   */
  async hold(dataset: string, wait: (work: () => Promise<void>) => Promise<void>): Promise<void> {
    const { workflowId, runId } = workflowInfo();
    if (this.held.has(dataset)) {
      const holder = await this.holder(dataset);
      if (holder?.workflowId === workflowId && holder.runId === runId) return;
    }
    if (await this.take(dataset)) return;
    await wait(async () => {
      for (let tries = 0; tries === 0 || !(await this.take(dataset)); tries += 1) await pause(tries);
    });
  }

  /** Gives all names back; a build whose end does not come to this has them taken away by the server. */
  async release(): Promise<void> {
    await CancellationScope.nonCancellable(() =>
      Promise.all(
        [...this.held.values()].map(async (lock) => {
          await lock.signal(releaseSignal).catch(unlessEnded);
          // It ends by itself, not as what the server had to end.
          await lock.result().catch(() => undefined);
        }),
      ),
    );
    this.held.clear();
  }

  private start(dataset: string): Promise<Lock> {
    const { uri } = this.store;
    return CancellationScope.nonCancellable(() =>
      startChild(datasetLock, {
        workflowId: this.lockOf(dataset),
        parentClosePolicy: ParentClosePolicy.TERMINATE,
        memo: { dataset, store: uri, configDigest: this.configDigest },
        staticSummary: `one build of ${dataset} at a time in ${uri}`,
      }),
    );
  }

  private lockOf(dataset: string): string {
    return `tunesmith-lock/${this.store.key}/${dataset}`;
  }
}

/** Waits before a name is tried for again. */
export async function pause(tries: number): Promise<void> {
  await sleep(Math.min(pauses.most, Math.round(pauses.first * 1.5 ** Math.min(tries, 20))));
}

let current: Turn | undefined;

/** The names that this workflow's build holds; undefined where it was begun before builds did. */
export function currentTurn(): Turn | undefined {
  return current;
}

export function setTurn(turn: Turn): void {
  current = turn;
}

/** Another build is at work on the dataset, and this one was not to wait. */
export function underWay(dataset: string, { workflowId }: Holder, why: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `a build of ${dataset} is under way (workflow ${workflowId}), and ${why}`,
    'BuildRunning',
  );
}
