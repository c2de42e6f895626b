import { sentencesOf } from '../texts/segments.ts';

/** A piece of a text, and the white space that follows it. */
export interface Piece {
  readonly piece: string;
  readonly space: string;
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
    if (current !== '' && (current + segment).trimEnd().length > most) {
      cut.push(split(current));
      current = '';
    }
    current += segment;
  }
  if (current !== '') cut.push(split(current));
  return cut;
}

function split(text: string): Piece {
  const piece = text.trimEnd();
  return { piece, space: text.slice(piece.length) };
}
