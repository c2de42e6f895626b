import type { BankRef } from '../../../../schemas/recipes/fine-instructions/bank.ts';
import {
  findByDescription,
  findBySections,
} from '../../../../schemas/recipes/fine-instructions/tune-embedder.ts';
import type { Bank } from '../bank/bank.ts';
import { openBank } from '../bank/open-bank.ts';
import { nearestTemplates } from '../matching/nearest-templates.ts';
import { sectionOf } from '../matching/sections.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import type { Resources } from '../../../engine/build/resources.ts';
import type { RowContext } from '../../../engine/rows/row-context.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { vectorOf } from '../../../inference/services/vector-of.ts';

interface Params {
  readonly bank: BankRef;
  readonly indexCacheGiB: number;
}

const opening = {
  open: ({ bank, indexCacheGiB }: Params, { build }: Resources): Promise<Bank> =>
    openBank(bank, build, indexCacheGiB),
};

interface Part {
  readonly chunk: number;
  readonly text: string;
}

export const findByDescriptionStage = implement(
  findByDescription,
  ({ document_description: text }, { id, call, params, opened }) =>
    found(id, [{ chunk: 0, text }], params.templates, opened, call),
  opening,
);

export const findBySectionsStage = implement(
  findBySections,
  ({ text }, { id, call, params, opened }) => {
    const sections = Array.from({ length: params.chunks }, (_, at): Part => {
      return { chunk: at + 1, text: sectionOf(text, at + 1, params) };
    });
    return found(id, sections, params.templates, opened, call);
  },
  opening,
);

/** Section 3.2: the most similar templates, however similar they are: what is judged is to hold both kinds. */
async function found(
  document_id: string,
  parts: readonly Part[],
  templates: number,
  bank: Bank,
  call: RowContext['call'],
) {
  const vectors = await Promise.all(
    parts.map(async ({ text }) => vectorOf(await call({ kind: 'embed', text }))),
  );
  const hits = (await bank.search(vectors, templates)).flatMap((near, at) =>
    near.map((hit) => ({ ...hit, chunk: parts[at]?.chunk ?? 0 })),
  );
  const nearest = nearestTemplates(hits, templates);
  if (nearest.length === 0) return reject('no templates', 'the bank is empty');
  const details = await bank.details(nearest);
  return nearest.map(({ template: template_id, complexity, chunk, similarity }) => {
    const known = details.get(template_id);
    if (known === undefined) throw new Error(`the bank has lost its template ${template_id}`);
    return { document_id, template_id, template: known.template, complexity, chunk, similarity };
  });
}
