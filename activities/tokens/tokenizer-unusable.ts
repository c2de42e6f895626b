/** The configured tokenizer cannot be loaded. Nothing is counted by guess instead. */
export class TokenizerUnusable extends Error {
  override readonly name = 'TokenizerUnusable';

  constructor(file: string, problem: string, fix: string, cause?: unknown) {
    super(`tokenizer ${file}: ${problem}. ${fix}`, { cause });
  }
}
