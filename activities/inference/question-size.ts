import type { Question } from '../../schemas/inference/question.ts';
import { knownTask } from './services/known-task.ts';

/** Characters of the text that a question carries. */
export function charactersOf(question: Question): number {
  const texts =
    'task' in question
      ? knownTask(question).textsOf(question.task)
      : question.messages.map(({ content }) => content);
  return texts.reduce((sum, text) => sum + text.length, 0);
}
