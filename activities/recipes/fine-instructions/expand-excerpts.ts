import { unusable, Unusable } from '../../engine/rows/outcome.ts';
import { charactersIn } from '../common/sentences.ts';
import { cutAtExcerpts } from './excerpt-tags.ts';
import { SearchableDocument } from './searchable-document.ts';

/** Where an excerpt stands in the document and in the expanded text; UTF-16 units, ends exclusive. */
export interface ExcerptSpan {
  readonly documentStart: number;
  readonly documentEnd: number;
  readonly answerStart: number;
  readonly answerEnd: number;
  /** True where another span of the document would have fitted too; this is the first. */
  readonly ambiguous: boolean;
}

export interface ExpandedText {
  readonly text: string;
  readonly spans: readonly ExcerptSpan[];
  /** Characters (code points) of the text that came from excerpts; see `excerptedShare` for the share, also by tokens. */
  readonly excerptedCharacters: number;
}

export interface ExpandOptions {
  /** What to do where several spans of the document fit: take the first, as the paper does, or refuse. @default 'first' */
  readonly ambiguous?: 'first' | 'reject';
}

/**
 * Section 3.3: puts in the document's words for every `<excerpt>start<...>end</excerpt>` and `<excerpt>verbatim</excerpt>`.
 *
 * What is put in is always a span of the document exactly as it stands there; white space, Unicode forms, quotation
 * marks and dashes may differ only in finding it. Several ellipses name places on the way: `a<...>b<...>c` is one span
 * from a to c with b in between. An answer with an excerpt that cannot be found, or with tags that do not pair, is
 * unusable as a whole.
 */
export function expandExcerpts(
  text: string,
  document: string | SearchableDocument,
  { ambiguous = 'first' }: ExpandOptions = {},
): ExpandedText | Unusable {
  const parts = cutAtExcerpts(text);
  if (parts instanceof Unusable) return parts;
  const searchable = typeof document === 'string' ? new SearchableDocument(document) : document;
  const spans: ExcerptSpan[] = [];
  let expanded = '';
  for (const part of parts) {
    if ('text' in part) {
      expanded += part.text;
      continue;
    }
    const found = searchable.find(part.pieces);
    if ('missing' in found) return unusable(found.missing);
    if (found.ambiguous && ambiguous === 'reject') return unusable('excerpt ambiguous');
    const answerStart = expanded.length;
    expanded += searchable.original.slice(found.start, found.end);
    spans.push({
      documentStart: found.start,
      documentEnd: found.end,
      answerStart,
      answerEnd: expanded.length,
      ambiguous: found.ambiguous,
    });
  }
  const excerptedCharacters = spans.reduce(
    (sum, { answerStart, answerEnd }) => sum + charactersIn(expanded.slice(answerStart, answerEnd)),
    0,
  );
  return { text: expanded, spans, excerptedCharacters };
}
