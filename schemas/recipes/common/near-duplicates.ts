import { z } from 'zod';
import { rowStage, setStage } from '../../table/stage.ts';

export const SignatureParams = z.strictObject({
  /**
   * Words of a shingle. Fewer than the usual 5, since these texts are short: with 5, one word changed in 50 brings the
   * similarity down to 0.8 already.
   */
  words: z.int().positive().default(3),
  /** Characters of a shingle, where words have no spaces. */
  characters: z.int().positive().default(5),
  /** Bands x rows are the permutations: 16 x 8 find 95% of the pairs at a similarity of 0.8, and 6% at 0.5. */
  bands: z.int().positive().max(64).default(16),
  rows: z.int().positive().max(32).default(8),
});

/** What tells near-duplicates (MinHash). */
export const signature = rowStage({
  name: 'signature',
  version: 1,
  title: 'Sign with MinHash',
  needs: { response: z.string(), language: z.string() },
  adds: {
    /** The same for texts of one language that differ in case, punctuation and spacing alone. */
    fingerprint: z.string(),
    /** One hash a band: texts that share one are candidates. */
    bands: z.array(z.int()),
    /** A byte of every permutation's minimum, six to a number. */
    sketch: z.array(z.int()),
  },
  params: SignatureParams,
});

export const DeduplicateParams = z.strictObject({
  /** Estimated Jaccard similarity from which on a text is a near-duplicate of an earlier one. */
  similarity: z.number().gt(0).max(1).default(0.8),
  /** Texts of a band that a later one is compared with: keeps the work linear where thousands are alike. */
  peers: z.int().positive().default(16),
  permutations: z.int().positive().default(128),
});

/** Of texts of one language that are alike the one with the least id stays. */
export const deduplicate = setStage({
  name: 'deduplicate-fragments',
  version: 1,
  title: 'Drop near-duplicates',
  filters: ['duplicate', 'near-duplicate'],
  needs: { fingerprint: z.string(), bands: z.array(z.int()), sketch: z.array(z.int()) },
  /** Emptied: nothing needs them any more. */
  adds: { bands: z.array(z.int()), sketch: z.array(z.int()) },
  params: DeduplicateParams,
});

/** How near-duplicates are told, as a config says it. */
export const NearDuplicatesSchema = z.strictObject({
  ...SignatureParams.shape,
  similarity: DeduplicateParams.shape.similarity,
  peers: DeduplicateParams.shape.peers,
});
