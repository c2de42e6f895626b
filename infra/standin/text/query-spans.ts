import { topicsOf } from './topics.ts';
import { STOPWORDS } from './words.ts';

/** A stretch of a query that belongs to its one case, and what kind of text it is. */
export interface Span {
  start: number;
  end: number;
  description: string;
}

type Finder = (query: string) => Span[];

/** Words of the request itself: what is to be done, and what form it is to have. */
const ASKING = new Set(
  `write explain describe give list make create tell summarize summarise compare translate help please show generate provide
   suggest recommend find best difference between steps step tips ideas essay story poem email letter paragraph words sentence
   sentences short simple detailed table article report code function program script summary outline plan question questions answer
   answers recipe review title slogan speech bullet points pros cons advantages disadvantages benefits meaning definition define
   hello thanks thank dear hi hey tell act pretend imagine rewrite improve correct check analyze analyse discuss design develop
   build implement convert calculate solve prove information details facts reasons reason cause causes effects effect ways`
    .split(/\s+/)
    .flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]),
);

const isOwn = (word: string) => !STOPWORDS.has(word.toLowerCase()) && !ASKING.has(word.toLowerCase());

function every(pattern: RegExp, description: (match: RegExpExecArray) => string | undefined): Finder {
  return (query) =>
    [...query.matchAll(pattern)].flatMap((match) => {
      const said = description(match);
      if (said === undefined) return [];
      const skipped = match[0].length - match[0].trimStart().length;
      return [{ start: match.index + skipped, end: match.index + match[0].length, description: said }];
    });
}

/** Code and long texts that a request brings along. */
const brought: Finder = (query) => {
  const fence = /```[^]*?```/.exec(query);
  if (fence)
    return [{ start: fence.index, end: fence.index + fence[0].length, description: 'a piece of code' }];
  const at = /\n\s*\n|:\s*\n/.exec(query);
  const start = at ? at.index + at[0].length : -1;
  if (!at || start < 8 || query.length - start < 200) return [];
  return [{ start, end: query.length, description: 'a text of some paragraphs, e.g. an article' }];
};

const names = every(
  /(?<![\w'’])[A-Z][\w+#’'-]*(?: (?:of |the |de |van |von )?[A-Z][\w+#’'-]*)*(?: \d+(?:\.\d+)*)?/g,
  ({ 0: name, index, input }) => {
    const words = name.split(' ');
    const [first = ''] = words;
    const opens = /(^|[.!?:]\s+|\n\s*)$/.test(input.slice(0, index));
    if (name === 'I' || /^I['’]/.test(name) || (words.length === 1 && (opens || !isOwn(name))))
      return undefined;
    if (opens && !isOwn(first)) return undefined;
    const before = /(\w+)\s+(?:the\s+)?$/.exec(input.slice(0, index))?.[1]?.toLowerCase() ?? '';
    if (/^(in|from|at|near|to|visit)$/.test(before)) return 'name of a place, e.g. a country';
    if (/^(by|with|mr|mrs|dr|author|president|actor)$/.test(before)) return 'name of a person';
    const [topic] = topicsOf(name, 1);
    return topic ? `name from the field of ${topic.name}` : 'name of a person, place, product or work';
  },
);

const AFTER_IT_A_VERB = /\b(?:to|I|can|should|could|would|will|not|he|she|they|we|you|who|that|and)\s+$/i;

/** Up to three content words that follow each other. */
const subjects: Finder = (query) => {
  const found: Span[] = [];
  for (const match of query.matchAll(/(?<![A-Za-z'’-])[a-z][a-z'’-]*(?: [a-z][a-z'’-]*)*/g)) {
    let run: { start: number; words: string[] } | undefined;
    let at = match.index;
    const close = () => {
      if (run) found.push(spanOf(run.start, run.words));
      run = undefined;
    };
    for (const word of match[0].split(' ')) {
      const isVerb = AFTER_IT_A_VERB.test(query.slice(0, at)) || (/(ing|ed|ly)$/.test(word) && !run);
      if (!isOwn(word) || isVerb || word.length < 4) close();
      else {
        if (run?.words.length === 3) close();
        run ??= { start: at, words: [] };
        run.words.push(word);
      }
      at += word.length + 1;
    }
    close();
  }
  return found;
};

function spanOf(start: number, words: string[]): Span {
  const text = words.join(' ');
  const [topic] = topicsOf(text, 1);
  const description = topic ? `a subject in the field of ${topic.name}` : 'a subject, thing or idea';
  return { start, end: start + text.length, description };
}

const FINDERS: readonly Finder[] = [
  brought,
  every(/(?<=")[^"\n]{2,200}(?=")|(?<=“)[^”\n]{2,200}(?=”)/g, () => 'a quoted phrase or title'),
  names,
  every(/[$€£] ?\d[\d,.]*\d|[$€£] ?\d/g, () => 'an amount of money'),
  every(
    /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?/g,
    () => 'a date',
  ),
  every(/\b(?:1[0-9]|20)\d\d\b/g, () => 'a year'),
  every(/(?<!^|\n)\b\d+(?:[.,]\d+)*%?(?![\w.)])/g, () => 'a number'),
];

/** Subjects are marked one for so many words, so that long requests become complex templates and short ones simple. */
const WORDS_PER_SUBJECT = 9;

/** What to mark in a query, in its order; nothing overlaps. */
export function spansOf(query: string): Span[] {
  const taken: Span[] = [];
  const add = (spans: readonly Span[]) => {
    for (const span of spans)
      if (!taken.some(({ start, end }) => span.start < end && span.end > start)) taken.push(span);
  };
  for (const find of FINDERS) add(find(query));
  const most = 1 + Math.floor(query.split(/\s+/).length / WORDS_PER_SUBJECT);
  const free = subjects(query).filter(
    (span) => !taken.some(({ start, end }) => span.start < end && span.end > start),
  );
  const longest = [...free]
    .sort((one, other) => other.end - other.start - (one.end - one.start))
    .slice(0, most);
  const marked = new Set(longest.map(({ start, end }) => query.slice(start, end)));
  add(free.filter(({ start, end }) => marked.has(query.slice(start, end))));
  return toldApart(
    query,
    taken.sort((one, other) => one.start - other.start),
  );
}

const ORDINALS = ['', 'another ', 'a third ', 'a fourth ', 'a fifth '];

/** Different texts get different descriptions, and a text that comes back has the one it had. */
function toldApart(query: string, spans: readonly Span[]): Span[] {
  const texts = new Map<string, string[]>();
  return spans.map((span) => {
    const same = texts.get(span.description) ?? [];
    texts.set(span.description, same);
    const text = query.slice(span.start, span.end).toLowerCase();
    if (!same.includes(text)) same.push(text);
    const ordinal = ORDINALS[same.indexOf(text)] ?? 'a further ';
    return ordinal === '' ? span : { ...span, description: ordinal + span.description.replace(/^an? /, '') };
  });
}
