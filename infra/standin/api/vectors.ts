import { z } from 'zod';

const tokens = z.array(z.int().min(0)).min(1);

/** What the embeddings and pooling requests have in common. */
export const vectorRequestShape = {
  model: z.string().min(1),
  input: z.union(
    [z.string(), z.array(z.string()).min(1), tokens, z.array(tokens).min(1)],
    'expected text, a list of texts, or token ids',
  ),
  dimensions: z.int().min(8).max(4096).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
};

type Input = string | (string | number | number[])[];

/** Token ids stand for themselves, as words. */
export function textsOf(input: Input): string[] {
  if (typeof input === 'string') return [input];
  const texts: string[] = [];
  const ids: number[] = [];
  for (const item of input) {
    if (typeof item === 'string') texts.push(item);
    else if (typeof item === 'number') ids.push(item);
    else texts.push(item.join(' '));
  }
  return ids.length > 0 ? [ids.join(' ')] : texts;
}

/** Little-endian 32-bit floats. */
export function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

/** The shortest decimals that read back as the same 32-bit float: half the bytes of a double's. */
export function short(value: number): number {
  const rounded = Number(value.toPrecision(8));
  return Math.fround(rounded) === value ? rounded : value;
}
