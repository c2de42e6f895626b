import { withoutByteOrderMark } from './split-lines.ts';

/** How JSON records are written: one a line, in one list, or one after the other over any lines. */
export type JsonLayout = 'lines' | 'list' | 'values';

/** Bytes of a file by which its layout is told. */
export const layoutBytes = 65_536;

/**
 * The layout that a file's beginning shows. A list begins with a record, or goes over several lines: `[1, 2]` alone in a
 * line is a line that holds no record. A record goes over several lines where its first line ends inside of it and the
 * next goes on as JSON does; a line that was cut off is followed by another record.
 */
export function layoutOf(head: Buffer): JsonLayout {
  const text = withoutByteOrderMark(head).toString('latin1').trimStart();
  if (text.startsWith('[')) return /^\[\s*\{|^\[[ \t]*[\r\n]+\s*[^\]\s]/.test(text) ? 'list' : 'lines';
  if (!text.startsWith('{')) return 'lines';
  const end = /[\r\n]/.exec(text)?.index;
  if (end === undefined) return 'lines';
  const open = openAt(text.slice(0, end));
  if (open === undefined) return 'lines';
  const before = text.slice(0, end).trimEnd().at(-1) ?? '';
  const next = text.slice(end).trimStart().charAt(0);
  if (next === '{') return before === ':' || (open === '[' && ',['.includes(before)) ? 'values' : 'lines';
  return 'values';
}

/** The innermost bracket that a line leaves open; undefined where it closes all, or ends inside of a text. */
function openAt(line: string): string | undefined {
  const open: string[] = [];
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '{' || character === '[') open.push(character);
    else if (character === '}' || character === ']') open.pop();
  }
  return quoted ? undefined : open.at(-1);
}
