import { wordsOf } from './words.ts';

/** A text of a benchmark: a question, a prompt. */
export interface BenchmarkText {
  readonly benchmark: string;
  readonly id: string;
  readonly text: string;
}

export interface Contamination {
  /** Name of the benchmark that covers most of the query. */
  readonly benchmark: string;
  /** A text of it with which the query shares an n-gram, or which it equals. */
  readonly id: string;
  /** Share of the query's words that stand in n-grams which the benchmark has too, 0 to 1. */
  readonly share: number;
}

/**
 * The n-grams of benchmark texts, to find queries that repeat them. Exact: n-grams that meet in the hash table are
 * compared word by word. Memory grows with the benchmarks alone, under 50 bytes a word; queries pass by one at a time.
 */
export class BenchmarkIndex {
  readonly #n: number;
  readonly #vocabulary = new Map<string, number>();
  readonly #benchmarks: string[] = [];
  readonly #ids: string[] = [];
  /** Words of all texts, one after the other, as numbers of the vocabulary. */
  #words = new Uint32Array(1024);
  /** For each place: the text that it belongs to. */
  #texts = new Uint32Array(1024);
  #length = 0;
  /** Open addressing: place of an n-gram plus one; 0 where free. One entry for each n-gram and benchmark. */
  #table = new Uint32Array(2048);
  #entries = 0;
  /** Texts shorter than n words, by their words. */
  readonly #short = new Map<string, number>();

  /** `n`: words in an n-gram; 8 in Tulu 3. */
  constructor(n = 8) {
    if (!Number.isInteger(n) || n < 1)
      throw new RangeError(`an n-gram has a whole number of words, not ${n}`);
    this.#n = n;
  }

  add({ benchmark, id, text }: BenchmarkText): void {
    const words = wordsOf(text);
    if (words.length === 0) return;
    const number = this.#benchmarks.push(benchmark) - 1;
    this.#ids.push(id);
    if (words.length < this.#n) {
      const key = words.join(' ');
      const other = this.#short.get(key);
      if (other === undefined || benchmark < (this.#benchmarks[other] ?? '')) this.#short.set(key, number);
      return;
    }
    const start = this.#append(words, number);
    for (let at = start; at + this.#n <= this.#length; at += 1) this.#insert(at);
  }

  /**
   * The benchmark that covers the largest share of a query, if any covers some; the first in alphabetical order of
   * those that cover as much. A query of fewer than n words has no n-gram: it is covered where it equals a text of a
   * benchmark, word for word, and otherwise not at all.
   */
  find(query: string): Contamination | undefined {
    const words = wordsOf(query);
    if (words.length < this.#n) return this.#equal(words);
    const numbers = Uint32Array.from(words, (word) => this.#vocabulary.get(word) ?? 0);
    const covers = new Map<string, { id: string; words: number; upTo: number }>();
    for (let at = 0; at + this.#n <= numbers.length; at += 1) {
      for (const text of this.#textsWith(numbers, at)) {
        const benchmark = this.#benchmarks[text] ?? '';
        const cover = covers.get(benchmark) ?? { id: this.#ids[text] ?? '', words: 0, upTo: 0 };
        cover.words += at + this.#n - Math.max(at, cover.upTo);
        cover.upTo = at + this.#n;
        covers.set(benchmark, cover);
      }
    }
    const [most] = [...covers].sort(([a, one], [b, other]) => other.words - one.words || (a < b ? -1 : 1));
    if (most === undefined) return undefined;
    const [benchmark, { id, words: covered }] = most;
    return { benchmark, id, share: covered / words.length };
  }

  #equal(words: readonly string[]): Contamination | undefined {
    const text = this.#short.get(words.join(' '));
    if (words.length === 0 || text === undefined) return undefined;
    return { benchmark: this.#benchmarks[text] ?? '', id: this.#ids[text] ?? '', share: 1 };
  }

  /** A text of each benchmark that has the n-gram at a place of the query. */
  #textsWith(numbers: Uint32Array, at: number): number[] {
    const found: number[] = [];
    for (let word = at; word < at + this.#n; word += 1) if (numbers[word] === 0) return found;
    const last = this.#table.length - 1;
    for (let slot = this.#hash(numbers, at) & last; this.#table[slot] !== 0; slot = (slot + 1) & last) {
      const place = (this.#table[slot] ?? 0) - 1;
      if (this.#same(numbers, at, place)) found.push(this.#texts[place] ?? 0);
    }
    return found;
  }

  #append(words: readonly string[], text: number): number {
    const start = this.#length;
    const needed = start + words.length;
    if (needed > this.#words.length) {
      this.#words = grown(this.#words, 2 * needed);
      this.#texts = grown(this.#texts, 2 * needed);
    }
    for (const word of words) {
      // 0 is no word: it stands for words of queries that no benchmark has.
      const number = this.#vocabulary.get(word) ?? this.#vocabulary.size + 1;
      this.#vocabulary.set(word, number);
      this.#words[this.#length] = number;
      this.#texts[this.#length] = text;
      this.#length += 1;
    }
    return start;
  }

  #insert(place: number): void {
    if (2 * (this.#entries + 1) > this.#table.length) this.#rehash();
    const benchmark = this.#benchmarks[this.#texts[place] ?? 0];
    const last = this.#table.length - 1;
    let slot = this.#hash(this.#words, place) & last;
    for (; this.#table[slot] !== 0; slot = (slot + 1) & last) {
      const other = (this.#table[slot] ?? 0) - 1;
      if (this.#benchmarks[this.#texts[other] ?? 0] === benchmark && this.#same(this.#words, place, other))
        return;
    }
    this.#table[slot] = place + 1;
    this.#entries += 1;
  }

  #rehash(): void {
    const old = this.#table;
    this.#table = new Uint32Array(2 * old.length);
    const last = this.#table.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      let slot = this.#hash(this.#words, entry - 1) & last;
      while (this.#table[slot] !== 0) slot = (slot + 1) & last;
      this.#table[slot] = entry;
    }
  }

  #same(numbers: Uint32Array, at: number, place: number): boolean {
    for (let word = 0; word < this.#n; word += 1)
      if (numbers[at + word] !== this.#words[place + word]) return false;
    return true;
  }

  #hash(numbers: Uint32Array, at: number): number {
    let hash = 0x9e_37_79_b9;
    for (let word = at; word < at + this.#n; word += 1) {
      hash = Math.imul(hash ^ (numbers[word] ?? 0), 0x85_eb_ca_6b);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0xc2_b2_ae_35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}

function grown(array: Uint32Array, size: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(size);
  larger.set(array);
  return larger;
}
