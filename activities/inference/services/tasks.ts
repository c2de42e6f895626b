import type { Message } from '../../../schemas/inference/question.ts';
import { defineTask } from './task.ts';

const text = 'Hello';
const messages: Message[] = [
  { role: 'user', content: text },
  { role: 'assistant', content: text },
];

/** What services do, once for all protocols that do it. */
export const embed = defineTask('embed', {
  trial: { kind: 'embed', text },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const embedChunks = defineTask('embed-chunks', {
  trial: { kind: 'embed-chunks', text, pooling: { chunks: 1, sigma: 0.05, alpha: 1 } },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const moderate = defineTask('moderate', {
  trial: { kind: 'moderate', text },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const translate = defineTask('translate', {
  trial: { kind: 'translate', text, from: 'eng_Latn', to: 'spa_Latn' },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const estimate = defineTask('estimate', {
  trial: { kind: 'estimate', source: text, translation: text },
  textsOf: ({ source, translation }) => [source, translation],
  trialLike: (task) => ({ ...task, source: text, translation: text }),
});

/** A rendered conversation is the text that travels; else its messages are. */
export const reward = defineTask('reward', {
  trial: { kind: 'reward', messages, text },
  textsOf: (task) => (task.text === undefined ? contentsOf(task.messages) : [task.text]),
  trialLike: (task) => ({ ...task, messages, ...(task.text === undefined ? {} : { text }) }),
});

/** The same where prompt and answer travel as two texts, rendered or not. */
export const rewardOfPair = defineTask('reward', {
  trial: { kind: 'reward', messages },
  textsOf: (task) => contentsOf(task.messages),
  trialLike: (task) => ({ ...task, messages }),
});

function contentsOf(conversation: readonly Message[]): string[] {
  return conversation.map(({ content }) => content);
}
