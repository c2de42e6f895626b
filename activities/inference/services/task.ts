import type { ServiceTask } from '../../../schemas/inference/question.ts';

export type TaskKind = ServiceTask['kind'];
export type TaskOf<Kind extends TaskKind> = Extract<ServiceTask, { kind: Kind }>;

/** What is to be known of a kind of task before it is sent: how much it carries, and how it is tried. */
export interface Task {
  readonly kind: TaskKind;
  /** The least that shows whether a server does it. */
  readonly trial: ServiceTask;
  /** The same for a URL at which this task met a fault: all that is not its text stays. */
  readonly trialLike: (task: ServiceTask) => ServiceTask;
  /** The texts that it carries. */
  readonly textsOf: (task: ServiceTask) => readonly string[];
}

interface TaskOptions<Kind extends TaskKind> {
  readonly trial: TaskOf<Kind>;
  readonly textsOf: (task: TaskOf<Kind>) => readonly string[];
  readonly trialLike: (task: TaskOf<Kind>) => TaskOf<Kind>;
}

export function defineTask<Kind extends TaskKind>(
  kind: Kind,
  { trial, textsOf, trialLike }: TaskOptions<Kind>,
): Task {
  return {
    kind,
    trial,
    textsOf: (task) => (isOf(task, kind) ? textsOf(task) : []),
    trialLike: (task) => (isOf(task, kind) ? trialLike(task) : trial),
  };
}

export function isOf<Kind extends TaskKind>(task: ServiceTask, kind: Kind): task is TaskOf<Kind> {
  return task.kind === kind;
}
