/** A template that a search found. */
export interface Hit {
  /** Its id. */
  readonly template: string;
  readonly complexity: number;
  /** Cosine similarity of its description and what was searched for. */
  readonly similarity: number;
}

/** What a pair tells of its template. */
export interface TemplateDetails {
  readonly template: string;
  readonly query: string;
  readonly query_source: string;
}

/** A version of a template bank, opened for matching. */
export interface Bank {
  /** The templates nearest to a vector, the most similar first. */
  search(vector: Float32Array, most: number): Promise<readonly Hit[]>;
  /** Details of templates, by id. */
  templates(ids: readonly string[]): Promise<ReadonlyMap<string, TemplateDetails>>;
}
