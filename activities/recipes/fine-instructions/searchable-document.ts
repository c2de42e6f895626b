import { normalText, type NormalText } from './normal-text.ts';

/** A span of the document, in UTF-16 units. */
export interface FoundSpan {
  readonly start: number;
  readonly end: number;
  /** True where another span of the document fits the excerpt too; this is the first. */
  readonly ambiguous: boolean;
}

/** Why there is no such span. */
export interface NotFound {
  readonly missing: string;
}

/** Letters and digits of scripts that put spaces between words; elsewhere any place may begin or end an excerpt. */
const spaced = /[\p{L}\p{Nd}]/u;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A document in which excerpts are looked for; made once for all the excerpts of its pairs. */
export class SearchableDocument {
  readonly original: string;
  readonly #normal: NormalText;

  constructor(text: string) {
    this.original = text;
    this.#normal = normalText(text);
  }

  /**
   * The span that begins with the first of the pieces and ends with the last, the others between them in their order:
   * the first occurrence of the first piece, and from there the nearest occurrence of each next one. (Where the others
   * do not follow the first occurrence, they follow no later one.) Pieces do not overlap. A piece neither begins nor
   * ends within a word, and never divides a letter from its accent.
   */
  find(pieces: readonly string[]): FoundSpan | NotFound {
    const wanted = pieces.map((piece) => normalText(piece).text.trim());
    if (wanted.length === 0 || wanted.includes('')) return { missing: 'empty excerpt' };
    const first = wanted.at(0) ?? '';
    const start = this.#next(first, 0);
    if (start === -1) return { missing: 'excerpt not in the document' };
    const places = this.#follow(wanted, start);
    if (places === undefined) return { missing: this.#reason(wanted) };
    const lastPlace = places.at(-1) ?? start;
    const end = lastPlace + (wanted.at(-1) ?? '').length;
    return {
      start: this.#normal.from[start] ?? 0,
      end: this.#normal.until[end - 1] ?? 0,
      ambiguous: this.#again(wanted, start, lastPlace),
    };
  }

  /** Where each piece stands when the first stands at `start`; undefined where one does not follow. */
  #follow(wanted: readonly string[], start: number): number[] | undefined {
    const places = [start];
    let from = start + (wanted[0] ?? '').length;
    for (const [index, piece] of wanted.entries()) {
      if (index === 0) continue;
      const place = this.#next(piece, from);
      if (place === -1) return undefined;
      places.push(place);
      from = place + piece.length;
    }
    return places;
  }

  #reason(wanted: readonly string[]): string {
    const missing = wanted.some((piece) => this.#next(piece, 0) === -1);
    return missing ? 'end of the excerpt not in the document' : 'end of the excerpt before its start';
  }

  #again(wanted: readonly string[], start: number, lastPlace: number): boolean {
    const [first = ''] = wanted;
    const last = wanted.length - 1;
    if (last > 0 && this.#next(wanted[last] ?? '', lastPlace + 1) !== -1) return true;
    const second = this.#next(first, start + 1);
    return second !== -1 && this.#follow(wanted, second) !== undefined;
  }

  /** The first place from `from` on at which a piece stands in whole words; -1 if none. */
  #next(piece: string, from: number): number {
    const { text } = this.#normal;
    let at = text.indexOf(piece, from);
    while (at !== -1) {
      const end = at + piece.length;
      const begun = this.#outsideWord(at);
      const ended = this.#outsideWord(end);
      if (begun === at && ended === end && !this.#divides(at) && !this.#divides(end)) return at;
      // The rest of a word would fail in the same way: looking there again and again would not be linear.
      at = text.indexOf(piece, Math.max(at + 1, begun, ended - piece.length));
    }
    return -1;
  }

  /** The first place from this one on that is not within a word. */
  #outsideWord(at: number): number {
    let place = at;
    while (this.#withinWord(place)) place += 1;
    return place;
  }

  /** Whether a place lies within what is one character of the original. */
  #divides(at: number): boolean {
    const { from } = this.#normal;
    return at > 0 && at < from.length && from[at] === from[at - 1];
  }

  #withinWord(at: number): boolean {
    const { from } = this.#normal;
    if (at === 0 || at === from.length) return false;
    // As the original has them: a raised footnote number is no part of the word before it.
    const left = this.#character(from[at - 1] ?? 0);
    const right = this.#character(from[at] ?? 0);
    return spaced.test(left) && spaced.test(right) && !unspaced.test(left) && !unspaced.test(right);
  }

  #character(at: number): string {
    return String.fromCodePoint(this.original.codePointAt(at) ?? 0);
  }
}
