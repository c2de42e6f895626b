import { unusable, type Unusable } from '../../engine/rows/outcome.ts';

const labelled = /\bcompatible[*_"\s]*[:=][*_"\s]*(yes|no)\b/gi;
const alone = /^[*_"(\s]*(yes|no)[*_")\s.!]*$/i;

/** Section 3.2: whether a judge holds template and document compatible: "Compatible: yes", or a bare yes or no. */
export function parseCompatible(answer: string): boolean | Unusable {
  const text = answer.trim();
  if (text === '') return unusable('empty answer');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const found =
    [...text.matchAll(labelled)].at(-1)?.[1] ??
    alone.exec(lines.at(-1) ?? '')?.[1] ??
    alone.exec(lines[0] ?? '')?.[1];
  return found === undefined ? unusable('no verdict') : found.toLowerCase() === 'yes';
}
