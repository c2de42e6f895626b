import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Store } from '../storage/store.ts';
import { parseEntry, type Entry } from './journal.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Parts of a shard beyond which they are merged into one. */
const mergeAbove = 8;

/**
 * A shard's answers in the store: small immutable parts of gzipped JSON lines. Every flush adds one, and once there
 * are many they are merged.
 */
export class Parts {
  private readonly store: Store;
  private readonly group: string;
  private readonly bits: readonly string[];
  private own: string[] = [];

  constructor(store: Store, group: string, bits: readonly string[]) {
    this.store = store;
    this.group = group;
    this.bits = bits;
  }

  /** Everything that may hold an answer of this shard: its folder, those above it, and those below it. */
  async load(): Promise<Entry[]> {
    const above = this.bits.map((_, depth) => `${this.folder(depth)}part-`);
    const listed = await Promise.all(
      [...above, this.folder(this.bits.length)].map((prefix) => this.list(prefix)),
    );
    const keys = listed.flat();
    this.own = keys.filter((key) => key.startsWith(`${this.folder(this.bits.length)}part-`));
    const entries = await Promise.all(keys.map((key) => this.read(key)));
    return entries.flat();
  }

  async add(entries: readonly Entry[]): Promise<void> {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    const key = `${this.folder(this.bits.length)}part-${randomUUID()}.jsonl.gz`;
    await this.store.putBytes(key, await compress(text, { level: 1 }));
    this.own.push(key);
  }

  /** Merges the shard's own parts when they are many; a reader that meets a removed part lists again. */
  async merge(): Promise<void> {
    if (this.own.length <= mergeAbove) return;
    const old = this.own;
    const entries = (await Promise.all(old.map((key) => this.read(key)))).flat();
    this.own = [];
    await this.add(entries);
    await Promise.all(old.map((key) => this.store.remove(key)));
  }

  private folder(depth: number): string {
    return ['answers', this.group, ...this.bits.slice(0, depth)].join('/') + '/';
  }

  private async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of this.store.list(prefix)) keys.push(key);
    return keys;
  }

  private async read(key: string): Promise<Entry[]> {
    const bytes = await this.store.getBytes(key);
    // Merged by another attempt since it was listed: that attempt has journalled nothing that this one needs.
    if (bytes === undefined) return [];
    const text = (await decompress(bytes)).toString('utf8');
    return text.split('\n').flatMap((line) => parseEntry(line) ?? []);
  }
}
