import { unusable, type Unusable } from '../../engine/rows/outcome.ts';

const labelled = /^[*_#\s]*categor(?:y|ies)[*_\s]*[:=](.*)$/gim;

/**
 * The categories that an answer's last "Categories:" line names, in the order of the list; none for "none". A name that
 * is not in the list makes the answer unusable: the model may have meant any of them.
 */
export function parseCategories(answer: string, names: readonly string[]): string[] | Unusable {
  if (answer.trim() === '') return unusable('empty answer');
  const line = [...answer.matchAll(labelled)].at(-1)?.[1];
  if (line === undefined) return unusable('no categories');
  const given = line
    .split(',')
    .map((name) => bare(name))
    .filter((name) => name !== '');
  if (given.length === 0) return unusable('no categories');
  if (given.length === 1 && given[0] === 'none') return [];
  if (given.some((name) => !names.some((known) => bare(known) === name))) return unusable('unknown category');
  return names.filter((name) => given.includes(bare(name)));
}

/** Without case, and what models put around a name. */
function bare(name: string): string {
  return name.replace(/^[\s*_"'“”`<[(]+|[\s*_"'“”`>\]).;]+$/g, '').toLowerCase();
}
