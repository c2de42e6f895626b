import { unusable, type Unusable } from '../../engine/rows/outcome.ts';

const words: Record<string, number> = { one: 1, two: 2, three: 3, four: 4, five: 5 };
const number = String.raw`(-?\d+(?:[.,]\d+)?|one|two|three|four|five)`;
/** What may stand around a number: emphasis, quotes, brackets, LaTeX's box. */
const around = String.raw`(?:[*_"'\x60<>()[\]{}$\s]|\\boxed)*`;
/** The scale, where it is named before the score: "Score (1-5): 4". */
const scale = String.raw`(?:\s*\((?:[^()\n]{0,40}[^()\d\n])?(?:1\s*(?:-|–|to)\s*)?5[^()\n]{0,40}\))?`;
/** What makes a number before it no score: more digits, a share, a range ("1-5", "4 or 5"), another scale ("4/10"). */
const noScore = String.raw`(?![\d%]|\s*(?:-|–|—|to|or)\s*\d|${around}(?:\/|out of)\s*(?!5(?!\d)|five)(?:\d|ten\b))`;
/** The rubric's own words on what a score stands for: "a score of 5 means that ...". */
const noMeaning = String.raw`(?!${around}(?:means|stands for|requires|needs|indicates|(?:is|are) (?:for|given|reserved|when|if)|would (?:be|mean|need|require))\b)`;
/** "Score: 4", "**Score:** <4>/5", "rating is 4", "score of four": the last of them counts, after the reasoning. */
const labelled = new RegExp(
  String.raw`(?:score|rating|grade)${scale}${around}(?:(?:is|of|would be|:|=|-(?!\d))${around}){0,3}${number}${noScore}${noMeaning}`,
  'gi',
);
const outOfFive = new RegExp(String.raw`${number}[*_]*\s*(?:\/|out of)\s*(?:5|five)(?!\d)`, 'gi');
const alone = new RegExp(String.raw`^${around}${number}${around}[.!]*$`, 'i');

/**
 * The score in a judging model's answer, 1 to 5. A labelled score counts before "4 out of 5", and that before a
 * number that is the whole answer or its last line. Several bare numbers say nothing, and neither does one out of
 * range, nor the scale itself.
 */
export function parseScore(answer: string): number | Unusable {
  // Full-width digits and signs, as East Asian models write them, become the usual ones.
  const text = answer.normalize('NFKC').trim();
  if (text === '') return unusable('empty answer');
  const found = last(text, labelled) ?? last(text, outOfFive) ?? onLine(text) ?? only(text);
  if (found === undefined) return unusable('no score');
  const value = words[found.toLowerCase()] ?? Number(found.replace(',', '.'));
  if (!Number.isInteger(value)) return unusable('score not whole');
  return value >= 1 && value <= 5 ? value : unusable('score out of range');
}

function last(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

/** A number alone on the first or the last line. */
function onLine(text: string): string | undefined {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return alone.exec(lines.at(-1) ?? '')?.[1] ?? alone.exec(lines[0] ?? '')?.[1];
}

const numbers = new RegExp(String.raw`(?<![\w.,])${number}(?![\w%]|[.,]\d)`, 'gi');
const noneOfThem = new RegExp(String.raw`^(?:(?=[- ]points?\b)|(?!${noScore}))`, 'i');

/** The one number in an answer that has a single one, such as "I would give it a 4."; "a 5-point scale" has none. */
function only(text: string): string | undefined {
  const [found, ...more] = text.matchAll(numbers);
  if (found === undefined || more.length > 0) return undefined;
  return noneOfThem.test(text.slice(found.index + found[0].length)) ? undefined : found[1];
}
