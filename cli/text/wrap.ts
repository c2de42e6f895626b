import { cut, widthOf } from './width.ts';

/** Lines of at most `width` columns, broken between words; a longer word stays whole, so that it can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** At most `most` lines of at most `width` columns, with … where something was cut. */
export function wrapAndCut(text: string, width: number, most: number): string[] {
  const lines = wrap(text, width);
  const last = lines.slice(most - 1).join(' ');
  const shown = lines.length > most ? [...lines.slice(0, most - 1), last] : lines;
  return shown.map((line) => cut(line, width));
}
