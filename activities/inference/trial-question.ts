import type { Question, ServiceTask } from '../../schemas/inference/question.ts';
import type { AnyRole } from '../../schemas/inference/role.ts';

/** The least that shows whether a model answers: one token, or one word. */
export function trialQuestion(model: string, api: AnyRole['api']): Question {
  if (api !== 'chat' && api !== 'completion') return { model, api, extraBody: {}, task: trialTask(api) };
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

/** The trial of a URL that a question met a fault at: a service is asked for the same kind of thing. */
export function trialOf(question: Question): Question {
  if (!('task' in question)) return trialQuestion(question.model, question.api);
  const { task } = question;
  return {
    ...question,
    task:
      task.kind === 'estimate'
        ? { ...task, source: 'Hello', translation: 'Hello' }
        : { ...task, text: 'Hello' },
  };
}

function trialTask(api: Exclude<AnyRole['api'], 'chat' | 'completion'>): ServiceTask {
  const text = 'Hello';
  switch (api) {
    case 'embeddings':
      return { kind: 'embed', text };
    case 'pooling':
      return { kind: 'embed-chunks', text, pooling: { chunks: 1, sigma: 0.05, alpha: 1 } };
    case 'moderations':
      return { kind: 'moderate', text };
    default:
      return { kind: 'translate', text, from: 'eng_Latn', to: 'spa_Latn' };
  }
}
