import { stretches, type Stretch } from '../../common/sentences.ts';

export interface Fragment {
  readonly text: string;
  /** Where it stands in its document, in characters (code points). */
  readonly start: number;
  readonly end: number;
}

export interface Bounds {
  readonly minCharacters: number;
  readonly maxCharacters: number;
}

/**
 * Cuts a text into fragments that begin and end with its sentences; `wanted` gives the length of each. What lies between
 * two is white space, so nothing of the text is lost. The last one may be short.
 */
export function fragmentsOf(
  text: string,
  tag: string,
  { minCharacters, maxCharacters }: Bounds,
  wanted: () => number,
): Fragment[] {
  const sentences = stretches(text, tag, maxCharacters);
  const before = charactersBefore(sentences);
  const lengthOf = (from: number, to: number): number => lengthBetween(sentences, before, from, to);
  const within = (length: number): number => Math.min(maxCharacters, Math.max(minCharacters, length));
  const cuts: { from: number; to: number }[] = [];
  for (let from = 0; from < sentences.length;) {
    const target = within(wanted());
    let to = from + 1;
    while (to < sentences.length && isBetterWith(lengthOf(from, to), lengthOf(from, to + 1))) to += 1;
    cuts.push({ from, to });
    from = to;

    function isBetterWith(without: number, longer: number): boolean {
      if (longer > maxCharacters) return false;
      return without < minCharacters || Math.abs(longer - target) <= Math.abs(target - without);
    }
  }
  const [last, previous] = [cuts.at(-1), cuts.at(-2)];
  if (last !== undefined && previous !== undefined && lengthOf(last.from, last.to) < minCharacters)
    if (lengthOf(previous.from, last.to) <= maxCharacters)
      cuts.splice(-2, 2, { from: previous.from, to: last.to });
  return cuts.flatMap(({ from, to }) => sliceOf(text, sentences, before, from, to));
}

/** Characters of the text before each sentence, and in all of it. */
function charactersBefore(sentences: readonly Stretch[]): number[] {
  const before = [0];
  for (const { characters } of sentences) before.push((before.at(-1) ?? 0) + characters);
  return before;
}

function lengthBetween(
  sentences: readonly Stretch[],
  before: readonly number[],
  from: number,
  to: number,
): number {
  return (
    (before[to] ?? 0) - (before[from] ?? 0) - (sentences[from]?.lead ?? 0) - (sentences[to - 1]?.trail ?? 0)
  );
}

function sliceOf(
  text: string,
  sentences: readonly Stretch[],
  before: readonly number[],
  from: number,
  to: number,
): Fragment[] {
  const [first, last] = [sentences[from], sentences[to - 1]];
  if (first === undefined || last === undefined) return [];
  const cut = text.slice(first.start + first.lead, last.end - last.trail);
  if (cut === '') return [];
  const start = (before[from] ?? 0) + first.lead;
  return [{ text: cut, start, end: start + lengthBetween(sentences, before, from, to) }];
}
