import { unusable, type Unusable } from '../rows/outcome.ts';

const words: Record<string, number> = { one: 1, two: 2, three: 3, four: 4, five: 5 };
const number = String.raw`(-?\d+(?:[.,]\d+)?|one|two|three|four|five)`;
/** "Score: 4", "**Score:** 4/5", "rating is 4", "score of four": the last of them counts, after the reasoning. */
const labelled = new RegExp(
  String.raw`(?:score|rating|grade)[*_"\s]*(?:(?:is|of|would be|:|=|-(?!\d))[*_"\s]*){0,3}\(?${number}(?![\d%])`,
  'gi',
);
const outOfFive = new RegExp(String.raw`${number}[*_]*\s*(?:\/|out of)\s*(?:5|five)(?!\d)`, 'gi');
const alone = new RegExp(String.raw`^[*_"(\s]*${number}[*_")\s.!]*$`, 'i');

/**
 * The score in a judging model's answer, 1 to 5. A labelled score counts before "4 out of 5", and that before a
 * number that is the whole answer or its last line. Several bare numbers say nothing, and neither does one out of
 * range.
 */
export function parseScore(answer: string): number | Unusable {
  const text = answer.trim();
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
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return alone.exec(lines.at(-1) ?? '')?.[1] ?? alone.exec(lines[0] ?? '')?.[1];
}

/** The one number in an answer that has a single one, such as "I would give it a 4." */
function only(text: string): string | undefined {
  const numbers = [...text.matchAll(new RegExp(String.raw`(?<![\w.,])${number}(?![\w%]|[.,]\d)`, 'gi'))];
  return numbers.length === 1 ? numbers[0]?.[1] : undefined;
}
