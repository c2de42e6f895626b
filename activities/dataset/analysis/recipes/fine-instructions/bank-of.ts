import { z } from 'zod';
import { BankManifestSchema, type BankManifest } from '../../../../../schemas/bank.ts';
import { latestBankKey } from '../../../../bank/keys.ts';
import { readDocument } from '../../../../engine/documents.ts';
import type { AnalysisInputs } from '../../recipe-analysis.ts';

/** The bank that the build matched with, in its newest version; undefined where the store has it no more. */
export function bankOf({ config, store }: AnalysisInputs): Promise<BankManifest | undefined> {
  const { bank } = z.object({ bank: z.object({ name: z.string() }) }).parse(config);
  return readDocument(store, latestBankKey(bank.name), BankManifestSchema);
}
