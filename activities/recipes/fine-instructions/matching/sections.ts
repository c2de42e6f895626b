/** Which part of a document a section is: Gaussians around K centres, cut where their weight falls below `least`. */
export interface SectionOptions {
  /** K. */
  readonly chunks: number;
  /** Width of the Gaussians as a share of the document. */
  readonly sigma: number;
  /** Weight of a word at the section's edge; 1 at its centre. */
  readonly least: number;
}

/**
 * Section 3.2: the words of a document whose Gaussian weight for a chunk is at least `least`, as one piece of its text;
 * the whole text for chunk 0. The word nearest to the centre where none weighs so much. Words stand in for tokens, and
 * the first of T is at t = 1, as in Gaussian pooling.
 */
export function sectionOf(text: string, chunk: number, { chunks, sigma, least }: SectionOptions): string {
  if (chunk === 0) return text;
  const words = [...text.matchAll(/\S+/g)];
  const centre = (chunk / (chunks + 1)) * words.length;
  const reach = sigma * words.length * Math.sqrt(-2 * Math.log(least));
  const nearest = Math.max(1, Math.round(centre));
  const first = words[Math.min(nearest, Math.max(1, Math.ceil(centre - reach))) - 1];
  const last = words[Math.max(nearest, Math.floor(centre + reach)) - 1] ?? words.at(-1);
  if (first === undefined || last === undefined) return text;
  return text.slice(first.index, last.index + last[0].length);
}
