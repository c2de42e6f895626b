import { unusable, type Unusable } from '../../../engine/rows/outcome.ts';

/**
 * The tags of a tagging model's answer in their normal form, each once: a JSON list of texts or of `tag`s as InsTag has
 * them, a list with bullets or numbers, or words between commas.
 */
export function parseTags(answer: string, most: number): string[] | Unusable {
  const text = answer.trim();
  if (text === '') return unusable('empty answer');
  const tags = (listed(text) ?? lines(text)).map(normalTag).filter((tag) => tag !== '');
  const distinct = [...new Set(tags)].slice(0, most);
  return distinct.length === 0 ? unusable('no tags') : distinct;
}

function listed(text: string): string[] | undefined {
  const begin = text.indexOf('[');
  const end = text.lastIndexOf(']');
  if (begin === -1 || end < begin) return undefined;
  try {
    const parsed: unknown = JSON.parse(text.slice(begin, end + 1));
    return Array.isArray(parsed) ? parsed.flatMap((each: unknown) => tagIn(each)) : undefined;
  } catch {
    return undefined;
  }
}

function tagIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || !('tag' in value)) return [];
  return typeof value.tag === 'string' ? [value.tag] : [];
}

/** What is no tag in them, such as a sentence of the model's own, is too long to be one. */
function lines(text: string): string[] {
  const bullets = text.split('\n').filter((line) => /^\s*(?:[-*•]|\d+[.)])\s/.test(line));
  const parts = bullets.length > 0 ? bullets : (text.split('\n').at(-1) ?? '').split(',');
  return parts.map((part) => part.replace(/^\s*(?:[-*•]|\d+[.)])\s*/, ''));
}

/** Words of a tag above which it is a sentence. */
const mostWords = 5;

/**
 * A tag's normal form: lower case, letters and digits with single spaces between, the last word in the singular. Empty
 * where it is none.
 */
export function normalTag(tag: string): string {
  const words =
    tag
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}+#]+/gu) ?? [];
  if (words.length > mostWords) return '';
  return [...words.slice(0, -1), ...words.slice(-1).map(singular)].join(' ');
}

/** English plurals as they are usually made; what only looks like one keeps its form. */
function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is|ics|news|series|species)$/.test(word)) return word;
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(?:ches|shes|xes|zes|sses)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
