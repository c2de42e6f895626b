import type { Message, ServiceQuestion } from '../../../schemas/inference/question.ts';
import { LabelNeeded } from './label-needed.ts';
import { TaskMismatch, taskOf } from './task-mismatch.ts';
import { UnusableAnswer } from '../unusable-answer.ts';

/** The messages of a reward question. Throws where the last is not the answer that is to be rated. */
export function conversationOf(question: ServiceQuestion): readonly Message[] {
  const { messages } = taskOf(question, 'reward');
  const last = messages.at(-1)?.role ?? 'nothing';
  if (last === 'assistant') return messages;
  throw new Error(
    `a reward is asked for a conversation that ends with ${last}: it must end with the assistant's answer`,
  );
}

/** The conversation as its model's chat template renders it; undefined where the service is to do that. */
export function renderedOf(question: ServiceQuestion): string | undefined {
  conversationOf(question);
  return taskOf(question, 'reward').text;
}

/** The same for services that know no messages. Throws TaskMismatch where it was not rendered. */
export function textOf(question: ServiceQuestion): string {
  const text = renderedOf(question);
  if (text !== undefined) return text;
  throw new TaskMismatch(
    question,
    "takes conversations as text only; render them by the reward model's chat template, or use the api classify",
  );
}

/** All before the answer, and the answer. */
export function pairOf(question: ServiceQuestion): { prompt: string; response: string } {
  const messages = conversationOf(question);
  const before = messages.slice(0, -1).map(({ content }) => content);
  return { prompt: before.join('\n\n'), response: messages.at(-1)?.content ?? '' };
}

/**
 * The reward among a model's numbers: the only one, or the one that the role's `label` says.
 * @throws LabelNeeded where it is not said, or there is no such number
 * @throws UnusableAnswer where there is none, or it is not finite
 */
export function rewardAmong(numbers: readonly number[], { label, model }: ServiceQuestion): string {
  if (numbers.length === 0) throw new UnusableAnswer('HTTP 200 with no number where the reward belongs');
  const reward = label === undefined && numbers.length > 1 ? undefined : numbers.at(label ?? 0);
  if (reward === undefined) throw new LabelNeeded(numbers, label, model);
  if (!Number.isFinite(reward)) throw new UnusableAnswer(`HTTP 200 with ${reward} where the reward belongs`);
  return String(reward);
}
