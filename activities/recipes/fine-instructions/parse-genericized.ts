import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../../engine/rows/refusal.ts';
import { beginningOf, between, hasSectionTags } from './between.ts';
import { saysNull } from './says-null.ts';
import { readTags } from './template-tags.ts';

export interface Genericized {
  readonly template: string;
  /** The documents from which the template can be filled in and answered. */
  readonly description: string;
  readonly complexity: number;
}

/**
 * Section 3.1: the template between [TEMPLATE] and [/TEMPLATE] and the description of compatible documents between
 * [DOCUMENTS] and [/DOCUMENTS]. A template has at least one `<fi>` tag, all of them paired, none within another, each
 * with a description, and words of its own beside them. `null` where the model answers that a query gives no template.
 */
export function parseGenericized(answer: string, finish: string | null): Genericized | null | Unusable {
  const text = answer.trim();
  if (text === '') return unusable('empty answer');
  const documentsAt = beginningOf(text, 'DOCUMENTS');
  const template = between(text, 'TEMPLATE', 0, documentsAt);
  if (template === undefined) {
    if (saysNull(text)) return null;
    return unusable(isRefusal(text) ? 'refusal' : 'no [TEMPLATE] section');
  }
  const documents = documentsAt === undefined ? undefined : between(text, 'DOCUMENTS', documentsAt);
  if (finish === 'length' && documents?.closed !== true) return unusable('answer cut');
  if (!template.closed) return unusable('[TEMPLATE] not closed');
  if (hasSectionTags(`${template.text}\n${documents?.text ?? ''}`, ['TEMPLATE', 'DOCUMENTS']))
    return unusable('sections repeated');
  if (template.text === '') return unusable('empty template');
  const tags = readTags(template.text);
  if (typeof tags === 'string') return unusable(tags);
  if (tags.spans.length === 0) return unusable('template without <fi> tags');
  if (tags.spans.includes('')) return unusable('empty <fi> tag');
  if (!/[\p{L}\p{N}]/u.test(tags.words)) return unusable('template of <fi> tags alone');
  if (documents === undefined || documents.text === '') return unusable('no description of documents');
  return { template: template.text, description: documents.text, complexity: tags.spans.length };
}
