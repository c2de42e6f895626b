import { unusable, type Unusable } from '../../engine/rows/outcome.ts';

const numerals = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;
const name = String.raw`(?:score|rating|grade)`;
/** What may stand around a number: emphasis, quotes, brackets, LaTeX's box. */
const around = String.raw`(?:[*_"'\x60<>()[\]{}$\s]|\\boxed)*`;
/** What says of a number that it is another one than the score: "a score of 5 means that ...", "3 would be too low". */
const noMeaning = String.raw`(?!${around}(?:means|stands for|requires|needs|indicates|(?:is|are) (?:for|given|reserved|when|if|the (?:best|highest|maximum|top))|(?:is|seems) too|w(?:ould|ill) (?:be|mean|need|require|have))\b)`;
const meaning = new RegExp(noMeaning, 'iy');
/** A wish, a condition or another's score: "to reach a score of 5", "not a score of 3", "below a rating of 4". */
const supposed =
  /\b(?:to (?:reach|get|earn|gain|obtain|achieve|receive|attain|merit|deserve|be given|make|raise)|(?:need|need(?:ed|s)|required) for|not|n[’']t (?:reach|get|earn|merit|deserve|give|be|have)|than|below|above|beneath|under|over|from|if|unless|without|short of|instead of|rather than)\s+(?:(?:it|this|that|the|a|an|its|any|answer|response|full|perfect|top|higher|lower)\s+){0,4}$/i;

/** An answer that says that it gives none: its other numbers are no scores. */
const noneGiven = new RegExp(
  String.raw`\b(?:no|without an?|neither) ${name}\b|\b${name}s?(?: is|:)? (?:not|cannot|can[’']t) |\b(?:cannot|can[’']t|unable to|won[’']t|will not|not possible to|impossible to|decline to|refuse to) (?:\w+ ){0,2}(?:score|rate|grade|judge|evaluate)\b`,
  'i',
);

/** A number behind this was looked at already: it is no score if it comes to be looked at as any number. */
const afterLabel = new RegExp(String.raw`\b${name}\s{1,3}(?:of\s{1,3})?$`, 'i');

/** Patterns of scores on a scale from 1 to `most`. */
function patternsOf(most: 5 | 10) {
  const number = String.raw`(-?\d+(?:[.,]\d+)?|${numerals.slice(0, most).join('|')})`;
  const best = `(?:${most}(?!\\d)|${numerals[most - 1] ?? ''}\\b)`;
  /** The scale, where it is named before the score: "Score (1-5): 4", "Score out of 5: 4". */
  const scale = String.raw`(?:\s*\((?:[^()\n]{0,40}[^()\d\n])?(?:1\s*(?:-|–|to)\s*)?${most}[^()\n]{0,40}\)|[ \t]+(?:out of|from 1 to|on a scale (?:of|from) 1 to)[ \t]+${most}(?=[*_ \t]*[:=]))?`;
  /** What makes a number before it no score: more digits, a share, a range ("1-5", "4 or 5"), another scale ("4/10"). */
  const noScore = String.raw`(?![\d%]|\s*(?:-|–|—|to|or)\s*\d|${around}(?:\/|out of)\s*(?!${best})(?:\d|(?:${numerals.join('|')})\b))`;
  return {
    labelled: new RegExp(
      String.raw`${name}${scale}${around}(?:(?:is|of|would be|:|=|-(?!\d))${around}){0,3}${number}${noScore}${noMeaning}`,
      'gi',
    ),
    /** The beginning of a line whose purpose is the score, such as "**Final score:**". */
    lineLabel: new RegExp(
      String.raw`^[-*•>#|_"'\x60<([{$ \t]*(?:(?:my|the|final|overall|total)[ \t]+){0,3}${name}${scale}`,
      'gim',
    ),
    lineScore: new RegExp(
      String.raw`(?<separator>${around}(?:(?:is|:|=|–|—|-(?!\d))${around}){0,2})${number}${noScore}`,
      'iy',
    ),
    /** What may stand behind the score of a line: "4/5", "4 out of 5", "4 points", "4</score>", "4 (good)". */
    lineEnd: new RegExp(
      String.raw`[*_"'\x60<>()[\]{}$ \t]{0,9}(?:(?:\/|out of)[ \t]?${best}|points?|stars?)?[*_"'\x60<>()[\]{}$ \t]{0,9}(?:\/?${name}\b)?[*_"'\x60<>()[\]{}$.!,;|]{0,9}(?:[ \t]?\([^()\n]{0,80}\)[.!]?)?[ \t]{0,9}(?=\n|$)`,
      'iy',
    ),
    outOfBest: new RegExp(String.raw`${number}[*_]*\s*(?:\/|out of)\s*${best}`, 'gi'),
    alone: new RegExp(String.raw`^${around}${number}${around}[.!]*$`, 'i'),
    numbers: new RegExp(String.raw`(?<![\w.,])${number}(?![\w%]|[.,]\d)`, 'gi'),
    noneOfThem: new RegExp(String.raw`^(?:(?=[- ]points?\b)|(?!${noScore}))`, 'i'),
  };
}
type Patterns = ReturnType<typeof patternsOf>;

/**
 * Reads the score in a judging model's answer, 1 to `most`.
 *
 * - A line whose purpose it is counts first, `Score: 4` with whatever emphasis, as `4/5` or `4 out of 5` of a scale to 5: the last that
 *   says nothing else, or else the last that goes on ("Score: 2. To reach a score of 5 ..."). No number of the reasoning
 *   before or after it counts beside it, and where such a line has no score, the answer has none.
 * - Else a score named in a sentence, the last one; not one that is wished for, denied, or explained as the rubric does.
 * - Else "4 out of 5", or a number that is the whole answer, its last line or its first.
 * - An answer that says that it gives no score has none, and neither have several bare numbers or the scale itself.
 * - `4.0` and `4,0` are 4; any other fraction, and what is not from 1 to `most`, is unusable.
 */
export function scoreReader(most: 5 | 10): (answer: string) => number | Unusable {
  const patterns = patternsOf(most);
  return (answer) => {
    // Full-width digits and signs, as East Asian models write them, become the usual ones.
    const text = answer.normalize('NFKC').trim();
    if (text === '') return unusable('empty answer');
    const found = scoreOf(text, patterns);
    if (found === undefined) return unusable('no score');
    const numeral = numerals.findIndex((word) => word === found.toLowerCase());
    const value = numeral === -1 ? Number(found.replace(',', '.')) : numeral + 1;
    if (!Number.isInteger(value)) return unusable('score not whole');
    return value >= 1 && value <= most ? value : unusable('score out of range');
  };
}

/** The score of most of these papers' judges, 1 to 5. */
export const parseScore = scoreReader(5);

function scoreOf(text: string, patterns: Patterns): string | undefined {
  const line = onScoreLine(text, patterns);
  if (line !== undefined) return line.score;
  if (noneGiven.test(text)) return undefined;
  return (
    named(text, patterns) ?? last(text, patterns.outOfBest) ?? onLine(text, patterns) ?? only(text, patterns)
  );
}

/** What the lines say whose purpose is the score; undefined where there are none. */
function onScoreLine(
  text: string,
  { lineLabel, lineScore, lineEnd }: Patterns,
): { readonly score: string | undefined } | undefined {
  let whole: string | undefined;
  let begun: string | undefined;
  let empty = false;
  for (const label of text.matchAll(lineLabel)) {
    lineScore.lastIndex = label.index + label[0].length;
    const found = lineScore.exec(text);
    const separated = /[:=–—-]/.test(found?.groups?.['separator'] ?? '');
    if (found === null) {
      // "Score: none" is a line of a score; "Scores go from 1 to 5" and "Score each part" are not.
      empty = /^[*_"'\x60 \t]*[:=]/.test(text.slice(lineScore.lastIndex || label.index + label[0].length));
      if (empty) begun = undefined;
      continue;
    }
    const end = found.index + found[0].length;
    lineEnd.lastIndex = end;
    meaning.lastIndex = end;
    if (lineEnd.test(text)) whole = found[2];
    else if (separated && meaning.test(text)) [begun, empty] = [found[2], false];
  }
  const score = whole ?? begun;
  return score === undefined && !empty ? undefined : { score };
}

/** The last score that is named within a sentence and meant as one. */
function named(text: string, { labelled }: Patterns): string | undefined {
  const found = [...text.matchAll(labelled)].filter(
    ({ index }) => !supposed.test(text.slice(Math.max(0, index - 80), index)),
  );
  return found.at(-1)?.[1];
}

function last(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

/** A number alone on the first or the last line. */
function onLine(text: string, { alone }: Patterns): string | undefined {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return alone.exec(lines.at(-1) ?? '')?.[1] ?? alone.exec(lines[0] ?? '')?.[1];
}

/** The one number in an answer that has a single one, such as "I would give it a 4."; "a 5-point scale" has none. */
function only(text: string, { numbers, noneOfThem }: Patterns): string | undefined {
  const [found, ...more] = text.matchAll(numbers);
  if (found === undefined || more.length > 0) return undefined;
  if (afterLabel.test(text.slice(Math.max(0, found.index - 20), found.index))) return undefined;
  return noneOfThem.test(text.slice(found.index + found[0].length)) ? undefined : found[1];
}
