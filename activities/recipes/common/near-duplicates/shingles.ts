import { wordsOf } from './words.ts';

export interface ShingleSize {
  /** Words of a shingle. */
  readonly words: number;
  /** Characters of a shingle, where words have no spaces. */
  readonly characters: number;
}

/** The parts of a text that shingles are made of: its words, or its characters where words have no spaces. */
export function unitsOf(text: string, spaced: boolean): string[] {
  const words = wordsOf(text);
  return spaced ? words : Array.from(words.join(''));
}

/** Hashes of a text's shingles, each once. A text shorter than a shingle is one shingle. */
export function shinglesOf(units: readonly string[], spaced: boolean, size: ShingleSize): Uint32Array {
  const length = spaced ? size.words : size.characters;
  const hashes = new Set<number>();
  for (let at = 0; at === 0 || at + length <= units.length; at += 1)
    hashes.add(hash32(units.slice(at, at + length).join(' ')));
  return Uint32Array.from(hashes);
}

/** FNV-1a over UTF-16 units, with MurmurHash3's last steps so that all bits depend on all others. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

export function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
