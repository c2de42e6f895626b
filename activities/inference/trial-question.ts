import type { LanguageQuestion, Question } from '../../schemas/inference/question.ts';
import type { RoleToCheck } from './role-to-check.ts';
import { adapters, isServiceApi } from './services/index.ts';
import { knownTask } from './services/known-task.ts';

/**
 * The least that shows whether a role's model answers: one token, or one word. Of a protocol that does several things,
 * one question for each: a model that answers any of them does what it is there for.
 */
export function trialQuestions({ model, api, label }: RoleToCheck): readonly Question[] {
  if (!isServiceApi(api)) return [oneToken(model, api)];
  const said = label === undefined ? {} : { label };
  return adapters[api].tasks.map(({ trial }) => ({ model, api, extraBody: {}, task: trial, ...said }));
}

/** The trial of a URL that a question met a fault at: it is asked for the same kind of thing. */
export function trialOf(question: Question): Question {
  if (!('task' in question)) return { ...question, ...leastText };
  return { ...question, task: knownTask(question).trialLike(question.task) };
}

const leastText: Pick<LanguageQuestion, 'messages' | 'maxTokens'> = {
  messages: [{ role: 'user', content: 'Hello' }],
  maxTokens: 1,
};

function oneToken(model: string, api: LanguageQuestion['api']): LanguageQuestion {
  return {
    model,
    api,
    ...leastText,
    temperature: 0,
    topP: 1,
    extraBody: {},
    seed: 0,
    sendSeed: false,
  };
}
