import { checkLength } from './check-length.ts';
import type { Bank, Hit, TemplateDetails } from './bank.ts';
import { ExactIndex } from '../../../vectors/exact-index.ts';
import type { Templates } from './read-templates.ts';

/** A bank in memory: its vectors, and its texts once. */
export class ExactBank implements Bank {
  readonly #index: ExactIndex;
  readonly #known: (TemplateDetails & { readonly complexity: number })[] = [];

  /** @param expected templates that room is made for at once; more may come */
  constructor(expected: number) {
    this.#index = new ExactIndex(expected);
  }

  /** Throws BankUnusable for vectors of another length than those before them. */
  add({ rows, dimensions, vectors }: Templates): void {
    if (rows.length > 0 && this.#index.size > 0) checkLength('templates', dimensions, this.#index.dimensions);
    for (const [place, { template_id, template, complexity, query, query_source }] of rows.entries()) {
      this.#index.add(template_id, vectors.subarray(place * dimensions, (place + 1) * dimensions));
      this.#known.push({ template, complexity, query, query_source });
    }
  }

  async search(vectors: readonly Float32Array[], most: number): Promise<Hit[][]> {
    if (this.#index.size > 0)
      for (const { length } of vectors) checkLength('documents', length, this.#index.dimensions);
    const found = await this.#index.search(vectors, most);
    return found.map((nearest) =>
      nearest.map(({ row, id, similarity }) => {
        const complexity = this.#known[row]?.complexity ?? 0;
        return { template: id, complexity, similarity, row };
      }),
    );
  }

  details(hits: readonly Pick<Hit, 'template' | 'row'>[]): Promise<ReadonlyMap<string, TemplateDetails>> {
    const details = hits.flatMap(({ template, row }) => {
      const known = this.#known[row];
      return known === undefined ? [] : [[template, known] as const];
    });
    return Promise.resolve(new Map(details));
  }
}
