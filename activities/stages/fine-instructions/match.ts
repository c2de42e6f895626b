import type { z } from 'zod';
import { match, matchWindows, type MatchParams } from '../../../schemas/recipes/fine-instructions.ts';
import { openBank } from '../../bank/open-bank.ts';
import type { Bank } from '../../bank/bank.ts';
import { chooseTemplates, type Candidate } from '../../matching/choose-templates.ts';
import { reject, type Rejection } from '../../rows/outcome.ts';
import type { Resources } from '../../rows/resources.ts';
import { implement } from '../../rows/row-stage.ts';
import { Turns } from '../../tables/turns.ts';
import { matrixOf } from '../../services/index.ts';
import { rowsOfMatrix } from './rows-of-matrix.ts';
import { windowedChunks } from './windowed-chunks.ts';

type Params = z.output<typeof MatchParams>;

interface Shared {
  readonly bank: Bank;
  readonly turns: Turns;
}

const opening = {
  open: async ({ bank, inFlight, indexCacheGiB }: Params, { build }: Resources): Promise<Shared> => ({
    bank: await openBank(bank, build, indexCacheGiB),
    turns: new Turns(inFlight),
  }),
};

export const matchStage = implement(
  match,
  async ({ text }, { id, call, params, opened, seed }) => {
    const { chunks, sigma, alpha } = params;
    const pooling = { chunks, sigma, alpha };
    const answer = await opened.turns.take(() => call({ kind: 'embed-chunks', text, pooling }));
    return matches(id, rowsOfMatrix(matrixOf(answer, chunks + 1)), opened.bank, params, seed);
  },
  opening,
);

export const matchWindowsStage = implement(
  matchWindows,
  async ({ text }, { id, call, params, opened, seed }) =>
    matches(id, await windowedChunks(text, params, call), opened.bank, params, seed),
  opening,
);

/** Section 3.2: templates for a document, by the embeddings of the whole (first) and of its chunks. */
async function matches(
  id: string,
  embeddings: readonly Float32Array[],
  bank: Bank,
  { candidates, threshold, templates, bank: { reference } }: Params,
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
