/** The class of a number, by the numbers at which classes end: `<cut>`s 3 and 6 make `0-2`, `3-5` and `6+`. */
export function classOf(value: number, cuts: readonly number[]): string {
  const above = cuts.findIndex((cut) => value < cut);
  const from = above === -1 ? (cuts.at(-1) ?? 0) : (cuts[above - 1] ?? 0);
  const end = cuts[above];
  return end === undefined ? `${from}+` : `${from}-${end - 1}`;
}

type Topics = Readonly<Record<string, readonly string[]>>;

const patterns = new WeakMap<Topics, [topic: string, pattern: RegExp][]>();

/**
 * The topic of which a text has the most different words, `least` of them or more; the first of several, `other`
 * without one. Words are found whole and in any case.
 */
export function topicOf(text: string, topics: Topics, least: number): string {
  let most = least - 1;
  let topic = 'other';
  for (const [name, pattern] of patternsOf(topics)) {
    const words = new Set([...text.matchAll(pattern)].map(([word]) => word.toLowerCase()));
    if (words.size > most) {
      most = words.size;
      topic = name;
    }
  }
  return topic;
}

function patternsOf(topics: Topics): [string, RegExp][] {
  const known = patterns.get(topics);
  if (known !== undefined) return known;
  const made = Object.entries(topics).map(([name, words]): [string, RegExp] => {
    // The longest first: "c++" is not to be found as "c".
    const any = [...words]
      .sort((a, b) => b.length - a.length)
      .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return [name, new RegExp(`(?<![\\p{L}\\p{N}_])(?:${any.join('|')})(?![\\p{L}\\p{N}_])`, 'giu')];
  });
  patterns.set(topics, made);
  return made;
}
