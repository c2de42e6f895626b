import type { SectionTable } from '../../../../schemas/dataset/section.ts';
import { openVerbNoun } from './verb-noun.ts';

const shownVerbs = 12;
const shownNouns = 4;

export interface VerbTable {
  /** Texts that have a verb with a noun as its object. */
  readonly parsed: number;
  /** Different pairs of the two. */
  readonly pairs: number;
  readonly table: SectionTable;
}

/** The most frequent first verbs of English texts, each with its most frequent objects. Undefined where no text has one. */
export async function verbTableOf(texts: readonly string[]): Promise<VerbTable | undefined> {
  const verbNoun = await openVerbNoun();
  const verbs = new Map<string, Map<string, number>>();
  let parsed = 0;
  for (const text of texts) {
    const pair = verbNoun(text);
    if (pair === undefined) continue;
    parsed += 1;
    const nouns = verbs.get(pair.verb) ?? new Map<string, number>();
    verbs.set(pair.verb, nouns.set(pair.noun, (nouns.get(pair.noun) ?? 0) + 1));
  }
  if (parsed === 0) return undefined;
  const total = (nouns: ReadonlyMap<string, number>) =>
    [...nouns.values()].reduce((sum, each) => sum + each, 0);
  const most = [...verbs]
    .sort(([a, x], [b, y]) => total(y) - total(x) || (a < b ? -1 : 1))
    .slice(0, shownVerbs);
  return {
    parsed,
    pairs: [...verbs.values()].reduce((sum, nouns) => sum + nouns.size, 0),
    table: {
      columns: ['Verb', 'Instructions', 'Its most frequent objects'],
      rows: most.map(([verb, nouns]) => [
        verb,
        total(nouns),
        [...nouns]
          .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
          .slice(0, shownNouns)
          .map(([noun, count]) => `${noun} (${String(count)})`)
          .join(', '),
      ]),
    },
  };
}
