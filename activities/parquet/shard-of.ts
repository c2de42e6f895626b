import { createHash } from 'node:crypto';
import { identifier } from './sql.ts';

/** Bits of the hash that are looked at: enough for any number of shards. */
const bits = 32;
export const maxShards = 2 ** 16;

/**
 * The shard of a row: the first bits of the SHA-256 of its id, whatever the id looks like, so that ids that are
 * hashes, numbers or paths spread alike. Doubling the shards splits each in two. Throws unless `shards` is a power
 * of two.
 */
export function shardOf(id: string, shards: number): number {
  const shift = shiftOf(shards);
  // Not >>>: it takes its right side modulo 32, and one shard means a shift by 32.
  return Math.floor(createHash('sha256').update(id, 'utf8').digest().readUInt32BE(0) / 2 ** shift);
}

/** The same in SQL, for a column that holds ids. */
export function shardOfSql(column: string, shards: number): string {
  const first = `('0x' || substr(sha256(${identifier(column)}), 1, ${bits / 4}))::UBIGINT`;
  return `(${first} >> ${shiftOf(shards)})::INTEGER`;
}

function shiftOf(shards: number): number {
  const power = Math.log2(shards);
  if (!Number.isInteger(power) || shards < 1 || shards > maxShards)
    throw new RangeError(`shards must be a power of two up to ${maxShards}, not ${shards}`);
  return bits - power;
}
