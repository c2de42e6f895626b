import { showInvisible } from '../../show-invisible.ts';

/** A name in a line of Markdown: nothing in it is markup, a link, a table border, a new line or invisible. */
export function plain(text: string): string {
  return showInvisible(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&$:@^=]/g, (character) =>
      isTame(character) ? character : `\\${character}`,
    )
    .trim();
}

/** Marks that mean nothing inside a line; names read better with them bare. */
function isTame(character: string): boolean {
  return '.-()+!:#='.includes(character);
}

/** Text verbatim in a fenced block, with a fence longer than any in the text. */
export function fenced(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
