import type { BankRef } from '../../schemas/bank.ts';
import type { Hit, TemplateDetails } from '../bank/bank.ts';
import { openBank } from '../bank/open-bank.ts';
import type { Resources } from '../rows/resources.ts';

/** A bank's templates as the similarities need them. */
export interface NearestTemplates {
  /** Those nearest to each of the vectors, the most similar first. */
  search(vectors: readonly Float32Array[], most: number): Promise<(readonly Hit[])[]>;
  details(hits: readonly Hit[]): Promise<ReadonlyMap<string, TemplateDetails>>;
}

export async function openNearest(bank: BankRef, resources: Resources): Promise<NearestTemplates> {
  const opened = await openBank(bank, resources);
  return {
    search: (vectors, most) => Promise.all(vectors.map((vector) => opened.search(vector, most))),
    details: (hits) => opened.templates(hits.map(({ template }) => template)),
  };
}
