import { describeField, kindOfDocument } from '../../text/describe.ts';
import { spansOf } from '../../text/query-spans.ts';
import type { Span } from '../../text/query-spans.ts';
import type { Responder } from '../responder.ts';

/** Makes a template of a query: names, numbers, quotes and subjects become `<fi>` tags. */
export const genericize: Responder = {
  name: 'genericize',
  mistakes: [
    'unbalancedTags',
    'nestedTags',
    'missingDescription',
    'missingClose',
    'refusal',
    'empty',
    'cut',
    'chatter',
  ],
  recognises: ({ frame }) => frame.includes('[TEMPLATE]') && frame.includes('[DOCUMENTS]'),
  answer: ({ parts, document }) => {
    const query = (parts.query ?? document).trim();
    const spans = spansOf(query);
    const left = withSpans(query, spans, () => '');
    if (spans.length === 0 || !/[\p{L}\p{N}]{2}/u.test(left) || query.includes('<fi>')) return 'null';
    const template = withSpans(query, spans, ({ description }) => `<fi>${description}</fi>`);
    return `[TEMPLATE]\n${template}\n[/TEMPLATE]\n[DOCUMENTS]\n${descriptionFor(query, spans)}\n[/DOCUMENTS]`;
  },
};

function withSpans(query: string, spans: readonly Span[], put: (span: Span) => string): string {
  let text = '';
  let from = 0;
  for (const span of spans) {
    text += query.slice(from, span.start) + put(span);
    from = span.end;
  }
  return text + query.slice(from);
}

/** The documents that would do, by their field and not by the query's own subject. */
function descriptionFor(query: string, spans: readonly Span[]): string {
  const { kind, hints } = kindOfDocument(query);
  const wanted = [...new Set(spans.map(({ description }) => description.replace(/, e\.g\..*/, '')))].filter(
    (description) => !/^(another|a third|a fourth|a fifth|a further) /.test(description),
  );
  return `${describeField(kind, query, hints)} It must contain ${wanted.join(', ')}, and say enough about it to answer the request.`;
}
