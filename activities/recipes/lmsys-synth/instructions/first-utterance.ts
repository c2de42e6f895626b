import type { LoggedMessage } from '../../../../schemas/recipes/lmsys-synth/conversations.ts';

/** Which message is the user's first; system messages and an assistant's greeting may stand before it. */
export function firstUtterance(messages: readonly LoggedMessage[]): number | undefined {
  const at = messages.findIndex(({ role }) => role === 'user');
  return at === -1 ? undefined : at;
}
