import type { Candidate } from './choose-templates.ts';

/**
 * The most similar templates of a document, each once: its chunks take turns in their order, each with its most similar
 * template that no other has taken, until there are `size`.
 */
export function nearestTemplates<Found extends Pick<Candidate, 'template' | 'similarity' | 'chunk'>>(
  candidates: readonly Found[],
  size: number,
): Found[] {
  const chunks = [...new Set(candidates.map(({ chunk }) => chunk))].sort((a, b) => a - b);
  const turns = chunks.map((chunk) =>
    candidates
      .filter((found) => found.chunk === chunk)
      .sort((a, b) => b.similarity - a.similarity || (a.template < b.template ? -1 : 1)),
  );
  const chosen = new Map<string, Found>();
  for (let before = -1; chosen.size < size && chosen.size > before;) {
    before = chosen.size;
    for (const turn of turns) {
      const next = chosen.size < size ? turn.find(({ template }) => !chosen.has(template)) : undefined;
      if (next !== undefined) chosen.set(next.template, next);
    }
  }
  return [...chosen.values()];
}
