import { gaussianPooling } from '../../vectors/gaussian-pooling.ts';
import type { RowContext } from '../../engine/rows/row-context.ts';
import { vectorOf } from '../../inference/services/vector-of.ts';

interface Windows {
  readonly chunks: number;
  readonly sigma: number;
  readonly alpha: number;
  readonly windowWords: number;
}

/**
 * Chunk embeddings of an endpoint that gives one vector a text: windows of equal length, each overlapping half of the
 * next, stand in for tokens. Coarser than tokens, since a window's vector blurs what it holds, but in the same space
 * and pooled in the same way.
 */
export async function windowedChunks(
  text: string,
  { chunks, sigma, alpha, windowWords }: Windows,
  call: RowContext['call'],
): Promise<Float32Array[]> {
  const windows = windowsOf(text, windowWords);
  const vectors = await Promise.all(
    windows.map(async (window) => vectorOf(await call({ kind: 'embed', text: window }))),
  );
  const dimensions = vectors[0]?.length ?? 0;
  const tokens = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, at) => tokens.set(vector, at * dimensions));
  return gaussianPooling(tokens, dimensions, undefined, { chunks, sigma, alpha });
}

/** Windows of so many words, each beginning in the middle of the one before it; the whole text where it is shorter. */
export function windowsOf(text: string, words: number): string[] {
  const starts = [...text.matchAll(/\S+/g)].map(({ index }) => index);
  if (starts.length <= words) return [text.trim()];
  const step = Math.max(1, Math.floor(words / 2));
  const windows: string[] = [];
  for (let at = 0; at + step < starts.length; at += step)
    windows.push(text.slice(starts[at], starts[at + words]).trim());
  return windows;
}
