import type { Question } from '../../schemas/inference/question.ts';

/** Characters of the text that a question carries. */
export function charactersOf(question: Question): number {
  if (!('task' in question)) return question.messages.reduce((sum, { content }) => sum + content.length, 0);
  const { task } = question;
  return task.kind === 'estimate' ? task.source.length + task.translation.length : task.text.length;
}
