import { unusable, type Unusable } from '../../engine/rows/outcome.ts';

/** A piece of an answer: text that the model wrote, or an excerpt by the pieces around its ellipses. */
export type AnswerPart = { readonly text: string } | { readonly pieces: readonly string[] };

const tag = /<(\/?)excerpt>/gi;
const ellipsis = /< ?(?:\.{3}|…) ?>/;
const damagedTag = /<\s{0,4}\/?\s{0,4}excerpt|\/excerpt\s{0,4}>/i;

/**
 * Cuts an answer at its `<excerpt>` tags. Tags within tags, a tag without its partner, a tag that is misspelt and an
 * ellipsis outside an excerpt make the answer unusable: nothing says what they were to stand for.
 */
export function cutAtExcerpts(answer: string): AnswerPart[] | Unusable {
  const parts: AnswerPart[] = [];
  let from = 0;
  let open = false;
  for (const match of answer.matchAll(tag)) {
    const closing = match[1] === '/';
    if (!closing && open) return unusable('excerpt within an excerpt');
    if (closing && !open) return unusable('excerpt closed but not opened');
    const text = answer.slice(from, match.index);
    if (damagedTag.test(text)) return unusable('excerpt tag misspelt');
    if (closing) parts.push({ pieces: text.split(ellipsis) });
    else if (ellipsis.test(text)) return unusable('ellipsis outside an excerpt');
    else if (text !== '') parts.push({ text });
    from = match.index + match[0].length;
    open = !closing;
  }
  if (open) return unusable('excerpt not closed');
  const rest = answer.slice(from);
  if (damagedTag.test(rest)) return unusable('excerpt tag misspelt');
  if (ellipsis.test(rest)) return unusable('ellipsis outside an excerpt');
  if (rest !== '') parts.push({ text: rest });
  return parts;
}
