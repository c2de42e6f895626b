import type { ServiceQuestion, ServiceTask } from '../../../schemas/inference/question.ts';

/** A service was asked for what its protocol cannot do: a mistake of the recipe or of a role's `api`. */
export class TaskMismatch extends Error {
  override name = 'TaskMismatch';
}

/** The task of a question, known to be of a kind that the protocol serves. Throws TaskMismatch. */
export function taskOf<Kind extends ServiceTask['kind']>(
  { api, task }: ServiceQuestion,
  kind: Kind,
): Extract<ServiceTask, { kind: Kind }> {
  if (isOf(task, kind)) return task;
  throw new TaskMismatch(`the api ${api} cannot "${task.kind}"; give the role another api`);
}

function isOf<Kind extends ServiceTask['kind']>(
  task: ServiceTask,
  kind: Kind,
): task is Extract<ServiceTask, { kind: Kind }> {
  return task.kind === kind;
}
