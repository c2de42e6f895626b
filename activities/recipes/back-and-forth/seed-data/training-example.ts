import type { SeedData, SeedPair } from '../../../../schemas/recipes/back-and-forth/seed-data.ts';

export interface TrainingExample {
  readonly system?: string;
  readonly user: string;
  readonly assistant: string;
}

/** The prompt that the backward role is asked when the recipe runs: a model is trained on what it will be asked. */
export type BackwardPrompt = (response: string, raw: boolean) => string;

/**
 * Response -> instruction. It has no tag of ours: the recipe's question to the backward model is the whole prompt.
 * @param raw whether the model is asked by raw completions, whose prompt keeps its last line's end
 */
export function backwardExample(pair: SeedPair, prompt: BackwardPrompt, raw: boolean): TrainingExample {
  return { user: prompt(pair.response, raw), assistant: pair.instruction };
}

/** Instruction -> response, marked by the paper's tag for data in an assistant's style. */
export function forwardExample(
  pair: SeedPair,
  { tag, tagAs }: Pick<SeedData, 'tag' | 'tagAs'>,
): TrainingExample {
  const { instruction: user, response: assistant } = pair;
  if (tag === '') return { user, assistant };
  return tagAs === 'system' ? { system: tag, user, assistant } : { user: `${user}\n\n${tag}`, assistant };
}

/** `{"messages": [...]}`, for models with a chat template. */
export function asMessages({ system, user, assistant }: TrainingExample): object {
  const messages = [
    { role: 'user', content: user },
    { role: 'assistant', content: assistant },
  ];
  return { messages: system === undefined ? messages : [{ role: 'system', content: system }, ...messages] };
}

/**
 * `{"prompt": ..., "completion": ...}`, for base models that are served by raw completions. Trainers join the two as
 * they are, so the completion brings what lacks of the blank line between them, and the prompt stays the text that will be asked.
 */
export function asPromptCompletion({ system, user, assistant }: TrainingExample): object {
  const prompt = system === undefined ? user : `${system}\n\n${user}`;
  const lineEnds = /\n{0,2}$/.exec(prompt)?.[0].length ?? 0;
  return { prompt, completion: `${'\n'.repeat(2 - lineEnds)}${assistant}` };
}
