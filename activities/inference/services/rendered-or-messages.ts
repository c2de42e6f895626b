import type { Message, ServiceQuestion } from '../../../schemas/inference/question.ts';
import { conversationOf, renderedOf, textOf } from './conversation.ts';

/** What of a body says the conversations to vLLM; of `defaults` the role's extraBody may say otherwise. */
interface Conversations {
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly said: { readonly input: readonly string[] } | { readonly messages: readonly Message[] };
}

/** vLLM's pooling APIs take one conversation as `messages`, or any number of texts as `input`. */
export function conversationsOf(questions: readonly ServiceQuestion[]): Conversations {
  const [first] = questions;
  if (first !== undefined && renderedOf(first) === undefined)
    return { defaults: raw, said: { messages: conversationOf(first) } };
  // A chat template writes begin-of-text itself; vLLM would put another before it.
  return {
    defaults: { ...raw, add_special_tokens: false },
    said: { input: questions.map((question) => textOf(question)) },
  };
}

/** By default vLLM squeezes what a classifier gives into 0 to 1: every reward far from 0 would be the same. */
export const raw = { use_activation: false } as const;

export function isUnrendered(question: ServiceQuestion): boolean {
  return question.task.kind === 'reward' && renderedOf(question) === undefined;
}
