import { createHash } from 'node:crypto';
import { classOf, sharesOf, type ComplexityCounts } from './complexity.ts';

/** A template that the index found for one of a document's embeddings. */
export interface Candidate {
  readonly template: string;
  /** Number of `<fi>` tags. */
  readonly complexity: number;
  /** Cosine similarity of the template's description and the embedding. */
  readonly similarity: number;
  /** 0 for the whole document, 1 to K for its chunks. */
  readonly chunk: number;
}

export interface ChooseOptions {
  readonly seed: number;
  /** Complexities that the chosen templates should have, as counts; section 3.2: those of real-world queries. */
  readonly reference: ComplexityCounts;
  /**
   * Complexities that the candidates come from, as counts; with it a template weighs reference/pool of its complexity
   * wherever it is met. Without it the pool is the document's own candidates, so that other documents and templates
   * that match elsewhere change nothing for a document that is done.
   */
  readonly pool?: ComplexityCounts;
  /** A candidate is more similar than this (section 3.2: "above"). @default 0.865 */
  readonly threshold?: number;
  /** Templates a document. @default 6 */
  readonly size?: number;
}

/**
 * Section 3.2: templates for one document, a weighted random sample of the candidates that are similar enough.
 *
 * Each template draws one number by the seed, the document and its own id, and comes in the order of that number over
 * its weight, which is weighted sampling without replacement (Efraimidis and Spirakis). The chunks take turns, those
 * with the fewest candidates first, each the first in order that no other has taken, until there are `size`: so every
 * chunk that has candidates has one template before any has two. A template is taken once, for the chunk whose turn
 * it was. The order of the candidates does not matter.
 */
export function chooseTemplates<Found extends Candidate>(
  document: string,
  candidates: readonly Found[],
  { seed, reference, pool, threshold = 0.865, size = 6 }: ChooseOptions,
): Found[] {
  const similar = candidates.filter(({ similarity }) => similarity > threshold);
  const weightOf = weights(reference, pool ?? complexitiesOf(similar));
  const order = new Map(
    similar.map(({ template, complexity }) => [
      template,
      drawn(seed, document, template) / weightOf(complexity),
    ]),
  );
  const chunks = new Map<number, Found[]>();
  for (const found of similar) {
    const others = chunks.get(found.chunk);
    if (others === undefined) chunks.set(found.chunk, [found]);
    else others.push(found);
  }
  const turns = [...chunks]
    .sort(([a, one], [b, other]) => one.length - other.length || a - b)
    .map(([, found]) => found.sort((a, b) => compare(order, a.template, b.template)));
  const chosen: Found[] = [];
  const taken = new Set<string>();
  for (let before = -1; chosen.length < size && chosen.length > before;) {
    before = chosen.length;
    for (const turn of turns) {
      const next = chosen.length < size ? turn.find(({ template }) => !taken.has(template)) : undefined;
      if (next === undefined) continue;
      taken.add(next.template);
      chosen.push(next);
    }
  }
  return chosen;
}

/** Weight of what should come last; not so small that a number over it would be infinite. */
const nearlyNothing = 1e-300;

/** Weights by complexity: a complexity that the reference lacks comes last, when nothing else is left. */
function weights(reference: ComplexityCounts, pool: ComplexityCounts): (complexity: number) => number {
  const wanted = sharesOf(reference);
  const there = sharesOf(pool);
  return (complexity) => {
    const group = classOf(complexity);
    return (wanted.get(group) ?? 0) / (there.get(group) ?? 1) || nearlyNothing;
  };
}

function complexitiesOf(candidates: readonly Candidate[]): Map<number, number> {
  const templates = new Map(candidates.map(({ template, complexity }) => [template, complexity]));
  const counts = new Map<number, number>();
  for (const complexity of templates.values()) counts.set(complexity, (counts.get(complexity) ?? 0) + 1);
  return counts;
}

/** A number of the exponential distribution, drawn by the names alone: the same on every machine and run. */
function drawn(seed: number, document: string, template: string): number {
  const digest = createHash('sha256').update(`${seed}\0${document}\0${template}`).digest();
  // 48 bits, and half a step up: never 0, whose logarithm there is not.
  return -Math.log((digest.readUIntBE(0, 6) + 0.5) / 2 ** 48);
}

function compare(order: ReadonlyMap<string, number>, a: string, b: string): number {
  return (order.get(a) ?? 0) - (order.get(b) ?? 0) || (a < b ? -1 : 1);
}
