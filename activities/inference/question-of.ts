import type { LanguageQuestion, Message } from '../../schemas/inference/question.ts';
import type { Role, Sampling } from '../../schemas/inference/role.ts';

/** The question that a role is asked. Its digest is the answer's address (idea 2: paid for once). */
export function questionOf(
  role: Role,
  messages: Message[],
  seed: number,
  { temperature, topP }: Pick<Sampling, 'temperature' | 'topP'> = role.sampling,
): LanguageQuestion {
  const { maxTokens, stop } = role.sampling;
  return {
    model: role.model,
    api: role.api,
    messages,
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { topP }),
    extraBody: role.extraBody,
    seed,
    sendSeed: role.sendSeed,
    ...(role.revision === undefined ? {} : { revision: role.revision }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(stop === undefined ? {} : { stop }),
  };
}
