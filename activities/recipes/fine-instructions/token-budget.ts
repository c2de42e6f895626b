/**
 * A pair of a document; documents in their order, the pairs of a document together, in the order drawn by the seed. A
 * document without a pair is one row without an id.
 */
export interface BudgetRow {
  readonly document_id: string;
  readonly document_tokens: number;
  readonly id: string | null;
  /** Tokens of the pair in its format, `Instruction: ...\n\nAnswer: ...`. */
  readonly tokens: number | null;
}

/** What is decided of a pair. */
export interface BudgetVerdict {
  readonly id: string;
  readonly kept: boolean;
  /** Tokens that were left when its turn came. */
  readonly left: number;
}

/**
 * Section 4.2: which pairs are kept, so that at no point the pairs kept have more tokens than the documents
 * up to there. A document's budget is its own tokens and what the documents before it left; of its pairs, in their
 * drawn order, each is kept that still fits. Holds one number, whatever the size of the corpus.
 */
export async function* budgetVerdicts(
  rows: AsyncIterable<BudgetRow> | Iterable<BudgetRow>,
): AsyncGenerator<BudgetVerdict, void, undefined> {
  let left = 0;
  let document: string | undefined;
  for await (const row of rows) {
    if (row.document_id !== document) {
      document = row.document_id;
      left += row.document_tokens;
    }
    const { id, tokens } = row;
    if (id === null || tokens === null) continue;
    const kept = tokens <= left;
    yield { id, kept, left };
    if (kept) left -= tokens;
  }
}
