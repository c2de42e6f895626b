import { unusable, type Unusable } from '../../engine/rows/outcome.ts';

/** Not "yes or no", which repeats the question. */
const verdict = String.raw`(yes|no)\b(?!\s*(?:\/|or\b|\|))`;
const line = new RegExp(String.raw`^[*_"#>\s-]*compatible[*_"\s]*[:=][*_"\s]*${verdict}`, 'gim');
const labelled = new RegExp(String.raw`\bcompatible[*_"\s]*[:=][*_"\s]*${verdict}`, 'gi');
const alone = /^[*_"(\s]*(yes|no)[*_")\s.!]*$/i;

/**
 * Section 3.2: whether a judge holds template and document compatible: the last line "Compatible: yes", else the same
 * within a line, or a yes or no that is a line of its own.
 */
export function parseCompatible(answer: string): boolean | Unusable {
  const text = answer.trim();
  if (text === '') return unusable('empty answer');
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  const found =
    last(text, line) ??
    last(text, labelled) ??
    alone.exec(lines.at(-1) ?? '')?.[1] ??
    alone.exec(lines[0] ?? '')?.[1];
  return found === undefined ? unusable('no verdict') : found.toLowerCase() === 'yes';
}

function last(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}
