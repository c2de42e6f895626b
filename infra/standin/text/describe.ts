import { topicsOf } from './topics.ts';

/** One paragraph on what a document is and holds, in words that a description of another such document would have. */
export function describeField(kind: string, text: string, hints: readonly string[] = []): string {
  const [first, second] = topicsOf(`${text} ${hints.join(' ')}`, 2);
  if (!first) return `${kind} on a particular subject.`;
  const also = second ? ` It may also touch on ${second.name}.` : '';
  return `${kind} on ${first.about}.${also}`;
}

/** What is asked for, by the way it is asked. */
const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [/\b(how to|how do|how can|steps?|install|set up|guide|tutorial)\b/i, 'A guide or manual', ''],
  [
    /\b(stor(y|ies)|poem|novel|chapter|character|verse)\b/i,
    'A story or another literary text',
    'story literature',
  ],
  [/\b(who (is|was|were)|biography|life of|born)\b/i, 'A biographical text', 'born life'],
  [/\b(compare|difference|versus|vs\.?|better)\b/i, 'A text that compares', ''],
  [/\b(when (did|was)|history|origin|century)\b/i, 'A historical account', 'history'],
  [/\b(where|country|city|travel|visit|trip)\b/i, 'A text that describes a place', 'geography country'],
  [/\b(mean(s|ing)?|word|grammar|translate|synonym)\b/i, 'A reference text', 'language word'],
  [/\b(code|function|script|error|bug|program)\b/i, 'Technical documentation with examples', 'programming'],
  [/\b(why|reason|cause|explain)\b/i, 'An article that explains', ''],
];

/** The kind of document that answers a request, and words of the field that the way of asking hints at. */
export function kindOfDocument(query: string): { kind: string; hints: string[] } {
  const found = KINDS.find(([pattern]) => pattern.test(query));
  if (!found) return { kind: 'An article or another informative text', hints: [] };
  const [, kind, hints] = found;
  return { kind, hints: hints === '' ? [] : hints.split(' ') };
}
