import type { BuildConfig } from '../schemas/build.ts';
import { openTokenizer } from '../activities/tokens/open-tokenizer.ts';

/** Loads what a build of this config will need: a vocabulary takes a sixth of a second. Faults show where it is used. */
export async function prepareFor({ tokenizer }: Pick<BuildConfig, 'tokenizer'>): Promise<void> {
  await openTokenizer(tokenizer).catch(() => undefined);
}
