/** Joiners where they do what they are for: within an emoji, and between letters that change their shape by them. */
const joining =
  '(?<=\\p{Extended_Pictographic}[\\u{1F3FB}-\\u{1F3FF}\\uFE0F]?)\\u200D(?=\\p{Extended_Pictographic})|' +
  '(?<=(?![\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}])[\\p{L}\\p{M}])[\\u200C\\u200D](?=[\\p{L}\\p{M}])|' +
  '(?<=\\S)[\\uFE00-\\uFE0F]';

/** What turns a text around, ends a line or takes no room, and is no part of a character. */
const invisible = new RegExp(`(?!${joining})[\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029]`, 'gu');

/**
 * A name as people may read it: a character that cannot be seen stands there as its escape (`\u202E`), so that one
 * name cannot pass for another, nor turn around what stands beside it. Not for documents, whose texts need them.
 */
export function showInvisible(name: string): string {
  return name.replaceAll(invisible, escapeOf);
}

export function hasInvisible(name: string): boolean {
  return name.search(invisible) >= 0;
}

/** As `showInvisible` on a single line, for a terminal: no control character moves its cursor. */
export function nameOnTerminal(name: string): string {
  return showInvisible(name.replaceAll(/\p{Cc}+/gu, ' '));
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
