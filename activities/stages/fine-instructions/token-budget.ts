/** A pair of a document; documents in their order, the pairs of a document together, in the order drawn by the seed. */
export interface BudgetRow {
  readonly document_id: string;
  readonly document_tokens: number;
  /** Null where a document has no pair: its tokens go to the following documents all the same. */
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
    if (row.id === null || row.tokens === null) continue;
    const kept = row.tokens <= left;
    yield { id: row.id, kept, left };
    if (kept) left -= row.tokens;
  }
}

/** The ids of the pairs that are kept. */
export async function* keepWithinBudget(
  rows: AsyncIterable<BudgetRow> | Iterable<BudgetRow>,
): AsyncGenerator<string, void, undefined> {
  for await (const { id, kept } of budgetVerdicts(rows)) if (kept) yield id;
}

/**
 * The rows that `keepWithinBudget` takes, in SQL, from a view `documents` (id, tokens) and a view `pairs` (id,
 * document_id, tokens): documents by their ids, which are hashes and so in no order of the corpus; pairs by a hash of
 * the seed and their ids. DuckDB sorts on disk where memory does not suffice.
 */
export function budgetRowsSql(seed: number): string {
  return `SELECT documents.id AS document_id, documents.tokens AS document_tokens, pairs.id AS id, pairs.tokens AS tokens
    FROM documents LEFT JOIN pairs ON pairs.document_id = documents.id
    ORDER BY documents.id, md5('${seed}-' || pairs.id), pairs.id`;
}
