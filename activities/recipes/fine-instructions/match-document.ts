import type { z } from 'zod';
import type { BankRef } from '../../../schemas/recipes/fine-instructions/bank.ts';
import type { MatchParams } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import type { Bank } from './bank/bank.ts';
import { chooseTemplates, type Candidate } from './matching/choose-templates.ts';
import { reject, type Rejection } from '../../engine/rows/outcome.ts';

type MatchOptions = Pick<z.output<typeof MatchParams>, 'candidates' | 'threshold' | 'templates'> & {
  readonly bank: Pick<BankRef, 'reference'>;
};

/** Section 3.2: templates for a document, by the embeddings of the whole (first) and of its chunks. */
export async function matchDocument(
  id: string,
  embeddings: readonly Float32Array[],
  bank: Bank,
  { candidates, threshold, templates, bank: { reference } }: MatchOptions,
  seed: number,
) {
  const found = await bank.search(embeddings, candidates);
  const all = found.flatMap((hits, chunk) => hits.map((hit) => ({ ...hit, chunk })));
  const size = templates;
  const chosen = chooseTemplates(id, all, { seed, reference: new Map(reference), threshold, size });
  if (chosen.length === 0) return notMatched(all, threshold);
  const details = await bank.details(chosen);
  return chosen.map(({ template: template_id, complexity, chunk, similarity }) => {
    const known = details.get(template_id);
    if (known === undefined) throw new Error(`the bank has lost its template ${template_id}`);
    const { template, query, query_source } = known;
    return { document_id: id, template_id, template, complexity, query, query_source, chunk, similarity };
  });
}

function notMatched(all: readonly Candidate[], threshold: number): Rejection {
  const best = Math.max(-1, ...all.map(({ similarity }) => similarity));
  return reject('no similar template', `best similarity ${best.toFixed(3)}, threshold ${threshold}`);
}
