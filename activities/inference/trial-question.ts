import type { Question } from '../../schemas/question.ts';

/** The least that shows whether a model answers: one token. */
export function trialQuestion(model: string, api: Question['api']): Question {
  const messages = [{ role: 'user' as const, content: 'Hello' }];
  return {
    model,
    api,
    messages,
    temperature: 0,
    topP: 1,
    maxTokens: 1,
    extraBody: {},
    seed: 0,
    sendSeed: false,
  };
}
