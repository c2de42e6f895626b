import { z } from 'zod';
import { UnusableAnswer } from '../unusable-answer.ts';

/** A vector or a matrix as servers send it: numbers, or base64 of little-endian float32. */
export const NumbersSchema = z.union([z.string(), z.array(z.number()), z.array(z.array(z.number()))]);
export type Numbers = z.infer<typeof NumbersSchema>;

const isBigEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

/** The numbers row by row. Throws UnusableAnswer where base64 does not hold whole float32 values. */
export function floatsOf(numbers: Numbers): Float32Array {
  if (typeof numbers !== 'string') return Float32Array.from(numbers.flat());
  const bytes = Buffer.from(numbers, 'base64');
  if (bytes.length % 4 !== 0)
    throw new UnusableAnswer(`HTTP 200 with a vector of ${bytes.length} bytes, which are no 32-bit floats`);
  if (isBigEndian) bytes.swap32();
  // Copied: a small buffer is a piece of a shared pool, at any offset.
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Throws UnusableAnswer unless they are vectors of one size, of finite numbers. */
export function sameSize(vectors: readonly Float32Array[]): readonly Float32Array[] {
  const [first] = vectors;
  for (const vector of vectors) {
    if (vector.length === 0) throw new UnusableAnswer('HTTP 200 with a vector that holds no numbers');
    if (vector.length !== first?.length)
      throw new UnusableAnswer(
        `HTTP 200 with vectors of ${first?.length} and of ${vector.length} numbers: one model's are of one size`,
      );
    if (!vector.every(Number.isFinite))
      throw new UnusableAnswer('HTTP 200 with a vector that holds NaN or infinity');
  }
  return vectors;
}

/** Base64 of the little-endian float32 values. */
export function base64Of(floats: Float32Array): string {
  const bytes = Buffer.from(floats.slice().buffer);
  if (isBigEndian) bytes.swap32();
  return bytes.toString('base64');
}
