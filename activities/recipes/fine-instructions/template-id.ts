import { contentId } from '../../corpus/content-id.ts';

/**
 * A template as it is compared with others: case, Unicode form (NFKC), white space and the punctuation at its end do
 * not make another template. What stands in its tags does.
 */
export function normalTemplate(template: string): string {
  return template
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\s*(<\/?fi>)\s*/g, (whole, tag: string) => spacedLike(whole, tag))
    .trim()
    .replace(/[\s.?!…]+$/u, '');
}

/** White space at the inner sides of a tag says nothing; at the outer sides it parts words. */
function spacedLike(whole: string, tag: string): string {
  if (tag === '<fi>') return whole.startsWith(' ') ? ' <fi>' : '<fi>';
  return whole.endsWith(' ') ? '</fi> ' : '</fi>';
}

/** The id of a template: the same for templates that differ in no more than `normalTemplate` takes away. */
export function templateId(template: string): string {
  return contentId(normalTemplate(template));
}
