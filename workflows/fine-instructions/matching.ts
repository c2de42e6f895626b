import type { BankRef } from '../../schemas/recipes/fine-instructions/bank.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import type { documentShape } from '../../schemas/table/corpus.ts';
import {
  countDocument,
  match,
  matchWindows,
  type FineInstructionsConfig,
} from '../../schemas/recipes/fine-instructions/recipe.ts';
import type { Build } from '../engine/build.ts';
import type { Flow } from '../engine/flow.ts';
import { bankNamed, publishBank } from './bank.ts';
import { templatesOf } from './template-bank.ts';

/** Section 3.2: documents with their templates, found by their tokens' embeddings or by those of windows. */
export function matchedWith(
  documents: Flow<RowOf<typeof documentShape>>,
  bank: BankRef,
  { match: { rematch, ...matching }, roles }: MatchingConfig,
) {
  const params = { ...matching, bank, again: rematch ? bank.table.digest : undefined };
  const counted = documents.through(countDocument, {});
  return roles.tokenEmbedder === undefined
    ? counted.through(matchWindows, params)
    : counted.through(match, params);
}

type MatchingConfig = Pick<FineInstructionsConfig, 'match'> & { roles: { tokenEmbedder?: unknown } };

/** A bank of the store, or the one that the config's queries make. */
export async function bankOf(
  build: Build,
  { bank, roles }: Pick<FineInstructionsConfig, 'bank'> & { roles: { moderator?: unknown } },
): Promise<BankRef> {
  if (!('queries' in bank)) return bankNamed(build, bank.name);
  const templates = await templatesOf(build, bank, roles.moderator !== undefined);
  return (await publishBank(build, templates, bank)).bank;
}
