import { instantiate } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { charactersIn } from '../common/sentences.ts';
import { inCodePoints } from './code-points.ts';
import { excerptedShare } from './excerpted-share.ts';
import type { ExcerptSpan } from './expand-excerpts.ts';
import { readInstantiation } from './read-instantiation.ts';
import { SearchableDocument } from './searchable-document.ts';

export const instantiateStage = implement(
  instantiate,
  async ({ text, template }, { askWithReasoning, params, tokens }) => {
    const document = new SearchableDocument(text);
    const { ambiguous, attempts, minExcerpted, unit } = params;
    const { said: pair, reasoning } = await askWithReasoning({
      prompt: 'instantiate',
      slots: { template, document: text },
      parse: (answer, { finish }) => readInstantiation(answer, finish, document, { ambiguous }),
      readsCut: true,
      attempts,
    });
    if (pair === null) return reject('does not fit', 'the model says that template and document do not fit');
    const share = excerptedShare(pair.response, unit === 'tokens' ? tokens : undefined);
    if (share < minExcerpted) return reject('too little excerpted', share.toFixed(3), pair.response.text);
    const excerpts = spansOf(pair.response.spans, text);
    return {
      instruction: pair.instruction.text,
      response: pair.response.text,
      reasoning,
      excerpted_share: share,
      excerpts,
      instruction_excerpts: spansOf(pair.instruction.spans, text),
      excerpt_location: locationOf(excerpts, charactersIn(text)),
    };
  },
);

/** Spans in code points, as Python and SQL count. */
function spansOf(spans: readonly ExcerptSpan[], text: string) {
  const offsets = inCodePoints(
    text,
    spans.flatMap(({ documentStart, documentEnd }) => [documentStart, documentEnd]),
  );
  return spans.map(({ ambiguous }, at) => ({
    start: offsets[2 * at] ?? 0,
    end: offsets[2 * at + 1] ?? 0,
    ambiguous,
  }));
}

/** Where the middle of the excerpted characters lies, 0 to 1: 0.5 for a document that is excerpted whole. */
function locationOf(spans: ReturnType<typeof spansOf>, length: number): number {
  const sums = spans.map(({ start, end }) => ({ weight: end - start, middle: (start + end) / 2 }));
  const weight = sums.reduce((sum, each) => sum + each.weight, 0);
  if (weight === 0) return 0;
  return sums.reduce((sum, each) => sum + each.weight * each.middle, 0) / weight / length;
}
