import type { ServiceTask } from '../../schemas/inference/question.ts';

type RewardTask = Extract<ServiceTask, { kind: 'reward' }>;

/** A conversation of one turn that is to be rated. */
export function rating(prompt: string, answer: string): RewardTask {
  return {
    kind: 'reward',
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: answer },
    ],
  };
}

/** The same as a chat template renders it. */
export function rendered(prompt: string, answer: string): RewardTask {
  const text = `<|im_start|>user\n${prompt}<|im_end|>\n<|im_start|>assistant\n${answer}<|im_end|>\n`;
  return { ...rating(prompt, answer), text };
}
