import { z } from 'zod';
import type { BankManifest } from '../../../../../schemas/bank.ts';
import { newestBank } from '../../../../bank/find-bank.ts';
import type { AnalysisInputs } from '../../recipe-analysis.ts';

/** The bank that the build matched with, in its newest version; undefined where the store has it no more. */
export function bankOf({ config, store }: AnalysisInputs): Promise<BankManifest | undefined> {
  const { bank } = z.object({ bank: z.object({ name: z.string() }) }).parse(config);
  return newestBank(bank.name, { store });
}
