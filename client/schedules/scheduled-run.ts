import type { Client, ScheduleExecutionResult } from '@temporalio/client';
import type { Dataset } from '../../schemas/build/task.ts';
import { BuildHandle } from '../build-handle.ts';
import type { BuildState } from '../build-info.ts';
import { BuildUnknown } from '../build-unknown.ts';
import { spendingOf } from '../../schemas/build/spending.ts';

/** A build that a schedule began. */
export interface ScheduledRun {
  /** Id of the build. */
  readonly build: string;
  readonly runId: string;
  readonly scheduledAt: Date;
  readonly startedAt: Date;
  /** `forgotten`: the server no longer keeps it. */
  readonly state: BuildState | 'forgotten';
  /** Version of the schedule's config that it was begun with. */
  readonly configVersion: number | undefined;
  readonly dataset: Dataset | undefined;
  /** Questions that it asked, answers that were there, and US dollars. */
  readonly asked: number | undefined;
  readonly reused: number | undefined;
  readonly cost: number | undefined;
  /** Why it failed. */
  readonly error: string | undefined;
}

/** How a run that a schedule began went. */
export async function scheduledRun(
  client: Client,
  { scheduledAt, takenAt, action }: ScheduleExecutionResult,
): Promise<ScheduledRun> {
  const { workflowId, firstExecutionRunId } = action.workflow;
  const build = new BuildHandle(client, workflowId, firstExecutionRunId);
  const base = { build: workflowId, runId: firstExecutionRunId, scheduledAt, startedAt: takenAt };
  const unknown = { configVersion: undefined, dataset: undefined, error: undefined };
  const nothing = { ...unknown, asked: undefined, reused: undefined, cost: undefined };
  try {
    const [{ state }, memo] = await Promise.all([build.info(), build.memo()]);
    const told = { ...base, ...nothing, state, configVersion: versionIn(memo) };
    if (state === 'completed') {
      const dataset = await build.result();
      const { asked, reused, cost } = spendingOf(dataset);
      return { ...told, dataset, asked, reused, cost };
    }
    return state === 'running' ? told : { ...told, error: await failureOf(build) };
  } catch (error) {
    if (error instanceof BuildUnknown) return { ...base, ...nothing, state: 'forgotten' };
    throw error;
  }
}

/** The version of a schedule's config, as the schedule notes it with its builds. */
export function versionIn(memo: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const version = memo?.['configVersion'];
  return typeof version === 'number' ? version : undefined;
}

async function failureOf(build: BuildHandle): Promise<string> {
  return build.result().then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
