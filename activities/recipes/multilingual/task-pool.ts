import { own } from '../../../schemas/own.ts';
import { tasksOf, weightsProblem } from '../../../schemas/recipes/multilingual/tasks.ts';
import { PromptError } from '../../prompts/prompt.ts';
import { drawWeighted } from '../common/draws.ts';

/**
 * Section 2 (C): a task drawn at random for a row, from those that have a prompt. Throws PromptError where the weights
 * name a task that has none, or leave no task.
 */
export function drawTask(
  prompts: readonly string[],
  weights: Readonly<Record<string, number>>,
  ...key: readonly (string | number)[]
): string {
  const tasks = tasksOf(prompts);
  const problem = weightsProblem(tasks, weights);
  if (problem !== undefined) throw new PromptError(problem);
  const task = drawWeighted(tasks, (name) => own(weights, name) ?? 1, ...key, 'task');
  if (task === undefined) throw new PromptError('there is no task prompt');
  return task;
}
