export interface PoolingOptions {
  /** Chunks besides the whole document: K. @default 5 */
  readonly chunks?: number;
  /** Width of the Gaussians as a share of the sequence: σ. @default 0.05 */
  readonly sigma?: number;
  /** Blend of a chunk with the whole document: 1 is the chunk alone, 0 the document alone. @default 1 */
  readonly alpha?: number;
  /** Scale each embedding to length 1, for cosine similarity. @default true */
  readonly normalize?: boolean;
}

/** Tokens taken together, so that the sums are read and written once for all of them. */
const block = 4;

/**
 * Appendix B: the embeddings of a document, the global mean first, then one for each of K chunks.
 *
 * `tokens` holds T rows of `dimension` floats, `mask` a 0 or 1 for each of the T; all tokens count without it. Padding
 * at either end is no part of the sequence: T is the effective length, and the first token there is at t = 1. Sums are
 * in double precision. Throws RangeError for sizes that do not agree, a sequence without tokens, and numbers that are
 * not finite.
 */
export function gaussianPooling(
  tokens: Float32Array,
  dimension: number,
  mask?: ArrayLike<number>,
  { chunks = 5, sigma = 0.05, alpha = 1, normalize = true }: PoolingOptions = {},
): Float32Array[] {
  const { first, length } = sequenceOf(tokens, dimension, mask);
  const kept = (at: number) => (mask === undefined ? true : mask[first + at] !== 0);
  const sums = new Float64Array((chunks + 1) * dimension);
  const sequence = tokens.subarray(first * dimension, (first + length) * dimension);
  addWeighted(sums.subarray(0, dimension), sequence, meanWeights(length, kept));
  for (let chunk = 1; chunk <= chunks; chunk += 1) {
    const centre = (chunk / (chunks + 1)) * length;
    const weights = gaussianWeights(length, centre, sigma * length, kept);
    addWeighted(sums.subarray(chunk * dimension, (chunk + 1) * dimension), sequence, weights);
  }
  for (let at = dimension; at < sums.length; at += 1)
    sums[at] = (1 - alpha) * (sums[at % dimension] ?? 0) + alpha * (sums[at] ?? 0);
  return Array.from({ length: chunks + 1 }, (_, index) =>
    embedding(sums.subarray(index * dimension, (index + 1) * dimension), normalize),
  );
}

/**
 * Weights of positions t = 1..length under a Gaussian, adding up to 1; masked positions have none. The exponents are
 * taken relative to the largest, so that the weights stay defined where every Gaussian value is below the smallest
 * number there is: for one token, or where all tokens near the centre are masked.
 */
export function gaussianWeights(
  length: number,
  centre: number,
  width: number,
  kept: (at: number) => boolean = () => true,
): Float64Array {
  const weights = new Float64Array(length);
  let largest = -Infinity;
  for (let at = 0; at < length; at += 1) {
    const distance = (at + 1 - centre) / width;
    const exponent = kept(at) ? -0.5 * distance * distance : -Infinity;
    weights[at] = exponent;
    if (exponent > largest) largest = exponent;
  }
  let sum = 0;
  for (let at = 0; at < length; at += 1) {
    const weight = Math.exp((weights[at] ?? 0) - largest);
    weights[at] = weight;
    sum += weight;
  }
  for (let at = 0; at < length; at += 1) weights[at] = (weights[at] ?? 0) / sum;
  return weights;
}

function meanWeights(length: number, kept: (at: number) => boolean): Float64Array {
  let count = 0;
  for (let at = 0; at < length; at += 1) if (kept(at)) count += 1;
  return Float64Array.from({ length }, (_, at) => (kept(at) ? 1 / count : 0));
}

/** Adds the weighted rows to `sum`; rows without weight are not read, whatever they hold. */
function addWeighted(sum: Float64Array, rows: Float32Array, weights: Float64Array): void {
  const dimension = sum.length;
  // What cannot change a double-precision sum of this many rows is left out.
  const least = 2 ** -60 / weights.length;
  const starts = new Int32Array(block);
  const shares = new Float64Array(block);
  let gathered = 0;
  for (let at = 0; at <= weights.length; at += 1) {
    const weight = weights[at] ?? 0;
    if (weight > least) {
      starts[gathered] = at * dimension;
      shares[gathered] = weight;
      gathered += 1;
    }
    if (gathered < block && !(at === weights.length && gathered > 0)) continue;
    // An incomplete last block reads its first row again, without weight.
    for (let rest = gathered; rest < block; rest += 1) {
      starts[rest] = starts[0] ?? 0;
      shares[rest] = 0;
    }
    addBlock(sum, rows, starts, shares);
    gathered = 0;
  }
}

function addBlock(sum: Float64Array, rows: Float32Array, starts: Int32Array, shares: Float64Array): void {
  const [a = 0, b = 0, c = 0, d = 0] = starts;
  const [p = 0, q = 0, r = 0, s = 0] = shares;
  for (let at = 0; at < sum.length; at += 1)
    sum[at] =
      (sum[at] ?? 0) +
      (p * (rows[a + at] ?? 0) +
        q * (rows[b + at] ?? 0) +
        (r * (rows[c + at] ?? 0) + s * (rows[d + at] ?? 0)));
}

function embedding(sum: Float64Array, normalize: boolean): Float32Array {
  let square = 0;
  for (const value of sum) square += value * value;
  if (!Number.isFinite(square)) throw new RangeError('the token embeddings hold NaN or infinity');
  // A vector of zeros has no direction: it stays as it is.
  const scale = normalize && square > 0 ? 1 / Math.sqrt(square) : 1;
  return Float32Array.from(sum, (value) => value * scale);
}

function sequenceOf(
  tokens: Float32Array,
  dimension: number,
  mask: ArrayLike<number> | undefined,
): { first: number; length: number } {
  const count = tokens.length / dimension;
  if (!Number.isInteger(count))
    throw new RangeError(
      `${tokens.length} floats are no rows of ${dimension}: check the embedder's dimension`,
    );
  if (mask !== undefined && mask.length !== count)
    throw new RangeError(`the mask has ${mask.length} entries for ${count} tokens`);
  let first = 0;
  let end = count;
  if (mask !== undefined) {
    while (first < end && mask[first] === 0) first += 1;
    while (end > first && mask[end - 1] === 0) end -= 1;
  }
  if (first === end) throw new RangeError('no tokens to pool: the sequence is empty or all of it is masked');
  return { first, length: end - first };
}
