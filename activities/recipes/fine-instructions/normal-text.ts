/**
 * A text in the form in which excerpts are looked for, with the place in the original of each of its UTF-16 units:
 * unit `i` stands for the original's `from[i]` up to `until[i]`.
 */
export interface NormalText {
  readonly text: string;
  readonly from: Uint32Array;
  readonly until: Uint32Array;
}

/** Marks that one character may carry; more than any script uses, and few enough to be put in order quickly. */
const mostMarks = 32;

/** Characters that nobody sees: soft hyphens, joiners, byte order marks, direction and variation selectors. */
const unseen =
  /[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]/g;
// Without U+FEFF, which JavaScript counts as white space: it has no width.
const space = /(?!\uFEFF)[\s\u0085]/;
const mark = /\p{M}/u;
const alike = new Map(
  Object.entries({
    "'": '`´‘’‚‛′‵‹›ʼ＇',
    '"': '“”„‟″‶«»＂',
    '-': '‐‑‒–—―−﹘﹣－',
  }).flatMap(([plain, variants]) => Array.from(variants, (variant) => [variant, plain] as const)),
);

/**
 * Brings a text into the form in which excerpts are looked for: NFKD, quotation marks and dashes of all kinds as the
 * plain ones, runs of white space as one space, and no characters that nobody sees. Letters keep their case.
 * Linear in the text's length.
 */
export function normalText(text: string): NormalText {
  const output = new Growing(text.length);
  let at = 0;
  while (at < text.length) {
    const end = clusterEnd(text, at);
    const cluster = text.slice(at, end);
    if (space.test(cluster)) output.space(at, end);
    else output.add(plain(cluster), at, end);
    at = end;
  }
  return output.finish();
}

/** The end of the character at a place, with the marks that it carries. */
function clusterEnd(text: string, start: number): number {
  let end = start + ((text.codePointAt(start) ?? 0) > 0xff_ff ? 2 : 1);
  // Nothing below U+0300 is a mark: plain text is not looked at twice.
  if (text.charCodeAt(end) < 0x3_00 || space.test(text[start] ?? '')) return end;
  for (let marks = 0; marks < mostMarks && end < text.length; marks += 1) {
    const next = String.fromCodePoint(text.codePointAt(end) ?? 0);
    if (!mark.test(next)) break;
    end += next.length;
  }
  return end;
}

function plain(cluster: string): string {
  const only = alike.get(cluster);
  if (only !== undefined) return only;
  if (cluster.length === 1 && cluster.charCodeAt(0) < 0x80) return cluster;
  const characters = Array.from(cluster.replace(unseen, '').normalize('NFKD'));
  return characters.map((character) => alike.get(character) ?? character).join('');
}

/** Typed arrays that grow with what is put in. */
class Growing {
  #units: Uint16Array;
  #from: Uint32Array;
  #until: Uint32Array;
  #length = 0;

  constructor(expected: number) {
    this.#units = new Uint16Array(expected);
    this.#from = new Uint32Array(expected);
    this.#until = new Uint32Array(expected);
  }

  /** A run of white space is one space, wherever characters that nobody sees interrupt it. */
  space(from: number, until: number): void {
    const last = this.#length - 1;
    if (last >= 0 && this.#units[last] === 0x20) this.#until[last] = until;
    else this.add(' ', from, until);
  }

  add(text: string, from: number, until: number): void {
    if (this.#length + text.length > this.#units.length) this.#grow(text.length);
    for (let at = 0; at < text.length; at += 1) {
      this.#units[this.#length] = text.charCodeAt(at);
      this.#from[this.#length] = from;
      this.#until[this.#length] = until;
      this.#length += 1;
    }
  }

  finish(): NormalText {
    const length = this.#length;
    return {
      text: Buffer.from(this.#units.buffer, 0, 2 * length).toString('utf16le'),
      from: this.#from.subarray(0, length),
      until: this.#until.subarray(0, length),
    };
  }

  #grow(by: number): void {
    const size = 2 * this.#units.length + by;
    const units = new Uint16Array(size);
    const from = new Uint32Array(size);
    const until = new Uint32Array(size);
    units.set(this.#units);
    from.set(this.#from);
    until.set(this.#until);
    this.#units = units;
    this.#from = from;
    this.#until = until;
  }
}
