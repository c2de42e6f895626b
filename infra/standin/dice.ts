import { hash } from 'node:crypto';

type Seed = readonly [number, number, number, number];

/**
 * A seeded source of choices: the same key gives the same choices, on every machine and in every run. The generator
 * is sfc32, which is small, fast and passes PractRand; nothing here needs secrecy.
 */
export class Dice {
  #seed: Seed;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: Seed) {
    this.#seed = seed;
    [this.#a, this.#b, this.#c, this.#d] = seed;
  }

  /** A number in [0, 1). */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** An integer in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }

  /** Another source, fixed by the same key and the label: drawing from one does not shift the other. */
  fork(label: string): Dice {
    const mark = fnv1a(label);
    const [a, b, c, d] = this.#seed;
    const forked = new Dice([a ^ mark, b, (c + mark) | 0, d]);
    for (let warm = 0; warm < 8; warm++) forked.next();
    return forked;
  }
}

/** Dice for a key of any length; keys that differ in one character have nothing in common. */
export function diceFrom(key: string): Dice {
  const digest = hash('sha1', key, 'buffer');
  return new Dice([
    digest.readInt32LE(0),
    digest.readInt32LE(4),
    digest.readInt32LE(8),
    digest.readInt32LE(12),
  ]);
}

/** The 53 bits of a text's digest that a number holds exactly: small to keep by the hundred thousand. */
export function fingerprint(path: string, body: Buffer | string): number {
  const digest = hash('sha1', body, 'buffer');
  return ((digest.readUInt32LE(0) ^ fnv1a(path)) >>> 0) + (digest.readUInt32LE(4) >>> 11) * 2 ** 32;
}

/** FNV-1a, 32 bits, signed. */
export function fnv1a(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state;
}
