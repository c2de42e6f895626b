import type { ServiceQuestion } from '../../../schemas/inference/question.ts';
import { isOf, type TaskKind, type TaskOf } from './task.ts';

/** A service was asked for what its protocol cannot do: a mistake of the recipe or of a role's `api`. */
export class TaskMismatch extends Error {
  override name = 'TaskMismatch';

  constructor({ api, task }: ServiceQuestion, why = `cannot "${task.kind}"; give the role another api`) {
    super(`the api ${api} ${why}`);
  }
}

/** The task of a question, known to be of a kind that the protocol serves. Throws TaskMismatch. */
export function taskOf<Kind extends TaskKind>(question: ServiceQuestion, kind: Kind): TaskOf<Kind> {
  const { task } = question;
  if (isOf(task, kind)) return task;
  throw new TaskMismatch(question);
}
