import { onTestFinished } from 'vitest';
import { createInference, type AskOptions } from '../../activities/inference/index.ts';
import type { EndpointState } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import type { Answer, LanguageQuestion, Question } from '../../schemas/inference/question.ts';
import type { z } from 'zod';

export function question(prompt: string, more: Partial<LanguageQuestion> = {}): LanguageQuestion {
  return {
    model: 'm',
    api: 'chat',
    messages: [{ role: 'user', content: prompt }],
    temperature: 1,
    topP: 0.9,
    extraBody: {},
    seed: 7,
    sendSeed: true,
    ...more,
  };
}

export interface Asking {
  readonly ask: (asked: string | Question, options?: Partial<AskOptions>) => Promise<Answer>;
  readonly state: () => EndpointState;
  readonly close: () => Promise<void>;
}

/** Inference of one endpoint called "main", closed when the test ends. */
export function asking(config: z.input<typeof EndpointSchema>, env: NodeJS.ProcessEnv = {}): Asking {
  const endpoint = EndpointSchema.parse(config);
  const inference = createInference({ env });
  onTestFinished(() => inference.close());
  const forever = new AbortController().signal;
  return {
    ask(asked, options = {}) {
      const whole = typeof asked === 'string' ? question(asked) : asked;
      return inference.ask('main', endpoint, whole, { signal: forever, ...options });
    },
    state() {
      const [state] = inference.states();
      if (state === undefined) throw new Error('nothing was asked yet');
      return state;
    },
    close: () => inference.close(),
  };
}

/** The error a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('was not rejected');
    },
    (error: unknown) => error,
  );
}
