import { openTokenizer } from '../activities/tokens/open-tokenizer.ts';
import type { BuildConfig } from '../schemas/build/build.ts';

/** With all that a tokenizer's pattern tells apart, so that all of it is compiled. */
const text = "A first text to count: it's 1,024 words long?\n\n".repeat(20);

/** Loads what a build of this config will need: a vocabulary takes a tenth of a second. Faults show where it is used. */
export async function prepareFor({ tokenizer }: Pick<BuildConfig, 'tokenizer'>): Promise<void> {
  const opened = await openTokenizer(tokenizer).catch(() => undefined);
  opened?.count(text);
}
