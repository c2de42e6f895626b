import { PromptError } from '../../prompts/prompt.ts';
import { drawWeighted } from '../../texts/draws.ts';

export const taskFamily = 'generate-*';
const begin = taskFamily.slice(0, -1);

/** The prompt of a task. */
export function promptOf(task: string): string {
  return begin + task;
}

/**
 * Section 2 (C): a task drawn at random for a row, from those that have a prompt. Throws PromptError where the weights
 * name a task that has none, or leave no task.
 */
export function drawTask(
  prompts: readonly string[],
  weights: Readonly<Record<string, number>>,
  ...key: readonly (string | number)[]
): string {
  const tasks = prompts.map((name) => name.slice(begin.length));
  const unknown = Object.keys(weights).filter((name) => !tasks.includes(name));
  if (unknown.length > 0)
    throw new PromptError(
      `generate.weights: there is no task prompt for ${unknown.join(', ')}; there are ${tasks.join(', ')}. ` +
        `Put a file ${promptOf(unknown[0] ?? '')}.md into your prompts folder, or take the name out`,
    );
  const task = drawWeighted(tasks, (name) => weights[name] ?? 1, ...key, 'task');
  if (task === undefined)
    throw new PromptError('generate.weights: every task has the weight 0; leave one with more');
  return task;
}
