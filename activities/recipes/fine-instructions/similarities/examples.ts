import type { DocumentSimilarity, Similarities } from './measure.ts';

/** A document and its most similar template, to look at. */
export interface Example {
  readonly similarity: number;
  readonly template: string;
  /** The document's id in its corpus, or its own. */
  readonly document: string;
  /** 0 for the whole document, else its chunk. */
  readonly chunk: number;
  /** What stands where the template was found, or the beginning. */
  readonly text: string;
}

/** Examples from the least similar to the most, evenly over the documents in that order. */
export async function examplesOf(
  { measured, templates }: Pick<Similarities, 'measured' | 'templates'>,
  { count, chunks }: { readonly count: number; readonly chunks: number },
): Promise<Example[]> {
  const sorted = [...measured].sort((a, b) => a.best.similarity - b.best.similarity);
  const places = Array.from({ length: Math.min(count, sorted.length) }, (_, at) =>
    Math.round((at * (sorted.length - 1)) / Math.max(1, Math.min(count, sorted.length) - 1)),
  );
  const chosen = places.flatMap((place): DocumentSimilarity[] => {
    const each = sorted[place];
    return each === undefined ? [] : [each];
  });
  const details = await templates.details(chosen.map(({ best }) => best));
  return chosen.map(({ best, bestChunk, document }) => ({
    similarity: best.similarity,
    template: details.get(best.template)?.template ?? best.template,
    document: document.source_id ?? document.id,
    chunk: bestChunk,
    text: textAt(document.text, bestChunk, chunks),
  }));
}

const shown = 300;

/** Characters from the middle of a chunk on, where the next word begins. */
function textAt(text: string, chunk: number, chunks: number): string {
  const middle = Math.floor((text.length * chunk) / (chunks + 1));
  const from = chunk === 0 ? 0 : Math.max(0, text.slice(middle).search(/(?<=\s)\S/)) + middle;
  return text.slice(from, from + shown);
}
