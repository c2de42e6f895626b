import type { ServiceQuestion } from '../../../schemas/inference/question.ts';
import { adapters } from './index.ts';
import { TaskMismatch } from './task-mismatch.ts';
import type { Task } from './task.ts';

/** What the protocol of a question knows of its task. Throws TaskMismatch where it cannot do it. */
export function knownTask(question: ServiceQuestion): Task {
  const known = adapters[question.api].tasks.find(({ kind }) => kind === question.task.kind);
  if (known === undefined) throw new TaskMismatch(question);
  return known;
}
