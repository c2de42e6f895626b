import type { ChatTemplate } from '../../../chat-templates/chat-template.ts';
import { placeholderFor } from '../../../chat-templates/user-text.ts';

/** Tokens as templates write them: `<|im_end|>`, `<end_of_turn>`, `</s>`, `[/INST]`, `<｜User｜>`. */
const mark = /<[|｜][^<>\s]{1,60}[|｜]>|<\/?[A-Za-z][A-Za-z0-9_]{0,40}>|\[\/?[A-Z][A-Z_]{1,40}\]/g;

/**
 * Where a user's text ends: the model's special tokens, and those with which its template opens and closes turns. A template
 * that has none closes them by text, which is then the stop.
 */
export function stopsOf(template: ChatTemplate): string[] {
  const user = placeholderFor([]);
  const before = template.userPrefix();
  const whole = template.render([{ role: 'user', content: user }], { addGenerationPrompt: true });
  const closing = whole.slice(whole.indexOf(user) + user.length);
  const opening = lastTurnOf(before);
  const { bos_token, eos_token } = template.specialTokens;
  const marks = [...closing.matchAll(mark), ...opening.matchAll(mark)].map(([text]) => text);
  const tokens = [bos_token, eos_token].filter((token) => token !== undefined && token !== '');
  const stops = [...new Set([...marks, ...tokens])].filter((stop) => stop !== undefined);
  if (marks.length > 0 || closing.trim() === '') return stops;
  return [...stops, closing.trim()];
}

/** The end of a prefix, from where its last turn is opened: what stands before it may be anybody's words. */
function lastTurnOf(prefix: string): string {
  const lines = prefix.trimEnd().split('\n');
  return lines.at(-1) ?? '';
}

/** The begin-of-text of a template's prompts; empty where they have none. */
export function beginOf({ startsWithBos, specialTokens }: ChatTemplate): string {
  return startsWithBos ? (specialTokens['bos_token'] ?? '') : '';
}
