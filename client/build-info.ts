/** How a build stands, as the server knows it without asking a worker. */
export type BuildState = 'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed out';

/** A build in a list. */
export interface BuildInfo {
  /** Name of the dataset, and id of the build's workflow. */
  readonly id: string;
  readonly runId: string;
  readonly recipe: string;
  readonly state: BuildState;
  readonly startedAt: Date;
  readonly closedAt: Date | undefined;
}

const states: Readonly<Record<string, BuildState>> = {
  RUNNING: 'running',
  PAUSED: 'running',
  CONTINUED_AS_NEW: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed out',
};

/** Temporal's word for a workflow's state in ours. */
export function buildState(status: string): BuildState {
  return states[status] ?? 'running';
}

/** The recipe that was noted when a build was started. */
export function recipeIn(memo: Readonly<Record<string, unknown>> | undefined): string {
  const recipe = memo?.['recipe'];
  return typeof recipe === 'string' ? recipe : '';
}
