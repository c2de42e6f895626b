import { setTimeout as delay } from 'node:timers/promises';
import {
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { ProgressSchema } from '../schemas/build/progress.ts';
import { DatasetSchema, type Dataset, type ToldTable } from '../schemas/build/task.ts';
import { BuildCancelled } from './build-cancelled.ts';
import { BuildFailed } from './build-failed.ts';
import { buildState, recipeIn, type BuildInfo } from './build-info.ts';
import { BuildUnknown } from './build-unknown.ts';
import { firstCause } from './first-cause.ts';
import { mayAnswerAgain } from './may-answer-again.ts';
import { addLanes } from './progress/add-lanes.ts';
import type { BuildProgress } from './progress/build-progress.ts';
import { LaneReader } from './progress/read-lane.ts';
import { triedAgain } from './progress/tried-again.ts';
import { tablesInHistory } from './tables-in-history.ts';

/** Milliseconds that a worker has to answer a query. */
const queryLimit = 5000;

/** Milliseconds between two looks at a build that is followed. */
const followEveryMs = 1000;

/** Events in which the end of the last workflow task is. */
const lastEvents = 20;

/** One build: to follow, to steer, and to wait for. */
export class BuildHandle {
  /** Name of the dataset, and id of the build's workflow. */
  readonly id: string;
  /** The one execution that this handle was made for; the newest of that name where it was made by name. */
  readonly runId: string | undefined;
  /** True when the build was under way already and this handle joined it. */
  readonly joined: boolean;
  private readonly client: Client;
  private readonly lanes: LaneReader;

  constructor(client: Client, id: string, runId?: string, joined = false) {
    this.client = client;
    this.id = id;
    this.runId = runId;
    this.joined = joined;
    this.lanes = new LaneReader(client);
  }

  /**
   * Waits for the dataset, also while the server does not answer: the build goes on when it does again. Throws
   * BuildFailed, BuildCancelled, BuildUnknown.
   */
  async result(): Promise<Dataset> {
    try {
      return DatasetSchema.parse(await this.ended());
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new BuildUnknown(this.id);
      if (!(error instanceof WorkflowFailedError)) throw error;
      const { cause } = error;
      if (cause instanceof CancelledFailure) throw new BuildCancelled(this.id);
      if (cause instanceof TerminatedFailure)
        throw new BuildFailed(this.id, { kind: 'Terminated', message: `${this.id} was terminated` });
      if (cause instanceof TimeoutFailure)
        throw new BuildFailed(this.id, { kind: 'TimedOut', message: `${this.id} ran out of time` });
      throw new BuildFailed(this.id, firstCause(cause), { cause });
    }
  }

  private async ended(): Promise<unknown> {
    for (;;) {
      try {
        return await this.handle().result();
      } catch (error) {
        if (!mayAnswerAgain(error)) throw error;
        await delay(1000);
      }
    }
  }

  /**
   * How far the build is: finished shards as the build and its lanes count them, and the rows of unfinished shards
   * from their heartbeats. Undefined while no worker is there to say.
   * Throws BuildUnknown.
   */
  async progress(): Promise<BuildProgress | undefined> {
    const { connection } = this.client;
    try {
      return await connection.withDeadline(Date.now() + queryLimit, async () => {
        const [told, { raw }] = await Promise.all([
          this.handle().query('progress'),
          this.handle().describe(),
        ]);
        const build = ProgressSchema.parse(told);
        const lanes = await Promise.all(build.lanes.map((lane) => this.lanes.read(lane)));
        return addLanes(build, lanes, triedAgain(raw.pendingActivities ?? []));
      });
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new BuildUnknown(this.id);
      return undefined;
    }
  }

  /**
   * How far the build is, again and again until it has ended: nothing while no worker is there to say. `result` then tells
   * how it ended. Throws BuildUnknown.
   */
  async *follow({ everyMs = followEveryMs }: { everyMs?: number } = {}): AsyncIterable<BuildProgress> {
    for (;;) {
      const { state } = await this.info();
      const progress = await this.progress();
      if (progress !== undefined) yield progress;
      if (state !== 'running') return;
      await delay(everyMs);
    }
  }

  /** How the build stands by the server's book; needs no worker. Throws BuildUnknown. */
  async info(): Promise<BuildInfo> {
    const { workflowId, runId, status, startTime, closeTime, memo } = await this.describe();
    return {
      id: workflowId,
      runId,
      recipe: recipeIn(memo),
      state: buildState(status.name),
      startedAt: startTime,
      closedAt: closeTime,
    };
  }

  /** What was noted at the build's start: `configDigest`, `recipe`, `store`. Throws BuildUnknown. */
  async memo(): Promise<Readonly<Record<string, unknown>>> {
    return (await this.describe()).memo ?? {};
  }

  /** Tables that the build has made or begun, in order; needs no worker. */
  async tables(): Promise<ToldTable[]> {
    return tablesInHistory(await this.handle().fetchHistory());
  }

  /** Lets the shards under way end and begins no others. Throws BuildUnknown. */
  async pause(): Promise<void> {
    await this.tell((handle) => handle.signal('pause', true));
  }

  async resume(): Promise<void> {
    await this.tell((handle) => handle.signal('pause', false));
  }

  /** Ends the build, its requests in flight included; what was paid for is kept. Throws BuildUnknown. */
  async cancel(): Promise<void> {
    await this.tell((handle) => handle.cancel());
  }

  /** Ends the build at once, without its workers. Throws BuildUnknown. */
  async terminate(reason: string): Promise<void> {
    await this.tell((handle) => handle.terminate(reason));
  }

  /**
   * Why the build's workflow does not come any further: what its code threw last, which Temporal tries again until the
   * code is mended. Undefined where nothing is known to be wrong with it; needs no worker. Throws BuildUnknown.
   */
  async fault(): Promise<string | undefined> {
    const { runId } = await this.describe();
    const { history } = await this.client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: this.client.options.namespace,
      execution: { workflowId: this.id, runId },
      maximumPageSize: lastEvents,
    });
    for (const event of history?.events ?? []) {
      if (event.workflowTaskCompletedEventAttributes != null) return undefined;
      const failed = event.workflowTaskFailedEventAttributes?.failure?.message;
      if (failed != null && failed !== '') return failed;
    }
    return undefined;
  }

  /** Page of the build in the Temporal UI that is served at `base`. */
  uiUrl(base: string): string {
    const namespace = encodeURIComponent(this.client.options.namespace);
    const run = this.runId === undefined ? '' : `/${encodeURIComponent(this.runId)}`;
    return `${base.replace(/\/+$/, '')}/namespaces/${namespace}/workflows/${encodeURIComponent(this.id)}${run}`;
  }

  private handle() {
    return this.client.workflow.getHandle(this.id, this.runId);
  }

  private describe(): Promise<WorkflowExecutionDescription> {
    return this.tell((handle) => handle.describe());
  }

  private async tell<T>(act: (handle: ReturnType<BuildHandle['handle']>) => Promise<T>): Promise<T> {
    try {
      return await act(this.handle());
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new BuildUnknown(this.id);
      throw error;
    }
  }
}
