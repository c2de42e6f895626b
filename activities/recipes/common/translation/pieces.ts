import { sentencesOf } from '../segments.ts';

/** A piece of a text, and the white space around it. */
export interface Piece {
  readonly before: string;
  readonly piece: string;
  readonly after: string;
}

/**
 * Cuts a text into pieces of at most `most` characters that end at sentence ends of the language. Pieces and spaces
 * joined are the text again. One sentence that is longer stays whole.
 */
export function pieces(text: string, tag: string, most: number): Piece[] {
  if (text.length <= most) return [split(text)];
  const cut: Piece[] = [];
  let current = '';
  for (const segment of sentencesOf(text, tag)) {
    if (current !== '' && (current + segment).trim().length > most) {
      cut.push(split(current));
      current = '';
    }
    current += segment;
  }
  if (current !== '') cut.push(split(current));
  return cut;
}

/** Translators drop and add white space at the ends, so it is not theirs to carry. */
function split(text: string): Piece {
  const led = text.trimStart();
  const piece = led.trimEnd();
  return { before: text.slice(0, text.length - led.length), piece, after: led.slice(piece.length) };
}
