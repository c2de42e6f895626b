import type { LoggedMessage, ToxicityParams } from '../../../../schemas/recipes/lmsys-synth/conversations.ts';
import { firstUtterance } from '../instructions/first-utterance.ts';

/** Messages that decide whether a conversation is toxic: all, or those up to the first answer to the user; or none. */
export function judgedMessages(
  messages: readonly LoggedMessage[],
  { turns }: Pick<ToxicityParams, 'turns'>,
): readonly LoggedMessage[] {
  if (turns === 'none') return [];
  if (turns === 'any') return messages;
  const first = firstUtterance(messages);
  return first === undefined ? messages : messages.slice(0, first + 2);
}

/**
 * The categories that a conversation is flagged for by its log, each with the first message that is, such as
 * `sexual (message 2)`; null where the log says nothing of what decides. Flags of the conversation as a whole are of no
 * turn, and count where any turn does.
 */
export function flaggedFor(
  messages: readonly LoggedMessage[],
  whole: readonly string[] | null,
  params: ToxicityParams,
): string[] | null {
  const judged = judgedMessages(messages, params);
  const told = judged.filter(({ flags }) => flags !== null);
  const ofAll = params.turns === 'any' ? whole : null;
  if (told.length === 0 && ofAll === null) return null;
  const found = new Map<string, string>();
  for (const [at, { flags }] of judged.entries())
    for (const category of flags ?? [])
      if (!found.has(category)) found.set(category, `${category} (message ${at})`);
  for (const category of ofAll ?? []) if (!found.has(category)) found.set(category, category);
  return [...found].flatMap(([category, words]) => (counts(category, params) ? [words] : []));
}

/** A flag without a category may be any of them. */
function counts(category: string, { categories }: ToxicityParams): boolean {
  return (
    categories === undefined ||
    category === 'flagged' ||
    category === 'toxic' ||
    categories.includes(category)
  );
}
