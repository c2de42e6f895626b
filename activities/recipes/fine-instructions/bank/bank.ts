/** A template that a search found. */
export interface Hit {
  /** Its id. */
  readonly template: string;
  readonly complexity: number;
  /** Cosine similarity of its description and what was searched for. */
  readonly similarity: number;
  /** Where the bank has it: the bank's own affair. */
  readonly row: number;
}

/** What a pair tells of its template. */
export interface TemplateDetails {
  readonly template: string;
  readonly query: string;
  readonly query_source: string;
}

/** A version of a template bank, opened for matching. */
export interface Bank {
  /**
   * The templates nearest to each of a document's vectors, the most similar first and equally similar ones in the order
   * of their ids. Throws BankUnusable for vectors of another length than the bank's.
   */
  search(vectors: readonly Float32Array[], most: number): Promise<Hit[][]>;
  /** Details of templates that were found, by id. */
  details(hits: readonly Pick<Hit, 'template' | 'row'>[]): Promise<ReadonlyMap<string, TemplateDetails>>;
}
