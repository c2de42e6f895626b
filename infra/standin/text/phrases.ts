import { STOPWORDS } from './words.ts';

/** How often each word form and each pair of neighbouring content words occurs in a text. */
export interface Vocabulary {
  forms: ReadonlyMap<string, number>;
  /** Noun-like pairs of words, the most frequent first, in the case in which the text has them. */
  phrases: readonly string[];
  /** Noun-like single words, likewise; they tell less. */
  nouns: readonly string[];
}

const WORD = /[A-Za-z][A-Za-z0-9'’+#-]*/g;

/** Characters; what a text is about shows early, and this is most of the work of an answer. */
const READ_LIMIT = 6_000;

/** Counts over prose: headings and code would lend it titles and identifiers. */
export function vocabularyOf(prose: string): Vocabulary {
  const forms = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  const singles = new Map<string, Map<string, number>>();
  let previous: { word: string; end: number } | undefined;
  for (const match of prose.slice(0, READ_LIMIT).matchAll(WORD)) {
    const word = match[0];
    const end = match.index + word.length;
    forms.set(word, (forms.get(word) ?? 0) + 1);
    const nounLike = isNounLike(word);
    if (nounLike) count(singles, word);
    if (
      nounLike &&
      previous &&
      end - word.length === previous.end + 1 &&
      prose[previous.end] === ' ' &&
      isModifier(previous.word)
    ) {
      count(pairs, `${previous.word} ${word}`);
    }
    previous = { word, end };
  }
  const phrases = withoutOverlap(ranked(pairs, 2)).slice(0, 8);
  const nouns = withoutOverlap([...phrases, ...ranked(singles, 2)]).slice(phrases.length, phrases.length + 8);
  return { forms, phrases, nouns };
}

function count(into: Map<string, Map<string, number>>, surface: string): void {
  const key = surface.toLowerCase();
  const surfaces = into.get(key) ?? new Map<string, number>();
  surfaces.set(surface, (surfaces.get(surface) ?? 0) + 1);
  into.set(key, surfaces);
}

function ranked(counted: Map<string, Map<string, number>>, least: number): string[] {
  const found: { surface: string; total: number }[] = [];
  for (const surfaces of counted.values()) {
    let total = 0;
    let best = { surface: '', times: 0 };
    for (const [surface, times] of surfaces) {
      total += times;
      if (times > best.times) best = { surface, times };
    }
    if (total >= least) found.push({ surface: best.surface, total });
  }
  found.sort((one, other) => other.total - one.total || (one.surface < other.surface ? -1 : 1));
  return found.map(({ surface }) => surface);
}

function withoutOverlap(phrases: string[]): string[] {
  const taken = new Set<string>();
  return phrases.filter((phrase) => {
    const stems = phrase
      .toLowerCase()
      .split(' ')
      .map((word) => word.replace(/s$/, ''));
    if (stems.some((stem) => taken.has(stem))) return false;
    for (const stem of stems) taken.add(stem);
    return true;
  });
}

/** Words that stand before nouns mostly as verbs: "remove files" names nothing. */
const VERBS =
  /^(add|remove|create|delete|install|run|call|build|update|check|write|send|define|include|require|support|change|handle|start|stop|open|close|choose|began|became|took|saw|told|thought|asked|let|turn|keep|hold|held|put|pass|match|print|import|export|save|load|edit|avoid|enable|disable)s?$/i;

function isModifier(word: string): boolean {
  return (
    word.length >= 3 &&
    !VERBS.test(word) &&
    !STOPWORDS.has(word.toLowerCase()) &&
    !/(ly|['’]s|n['’]t|ing)$/.test(word)
  );
}

function isNounLike(word: string): boolean {
  return (
    word.length >= 4 &&
    !STOPWORDS.has(word.toLowerCase()) &&
    !/(ly|ed|ing|['’]\w+|ous|ful|ive|able|ible|ise|ize|ent)$/.test(word)
  );
}
