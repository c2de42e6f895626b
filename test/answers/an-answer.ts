import type { Answer } from '../../schemas/inference/question.ts';

/** An answer as an endpoint gives it. */
export function anAnswer(text: string): Answer {
  const usage = { promptTokens: 1, completionTokens: 1 };
  return { text, finish: 'stop', usage, servedBy: 'm', standIn: false, milliseconds: 1 };
}
