import { z } from 'zod';
import { BankManifestSchema, type BankManifest } from '../../../../schemas/recipes/fine-instructions/bank.ts';
import { latestBankKey } from '../bank/keys.ts';
import { readStored } from '../../../storage/stored-json.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

/** The bank that the build matched with, in its newest version; undefined where the store has it no more. */
export function bankOf({ config, store }: AnalysisInputs): Promise<BankManifest | undefined> {
  const { bank } = z.object({ bank: z.object({ name: z.string() }) }).parse(config);
  return readStored(store, latestBankKey(bank.name), BankManifestSchema);
}
