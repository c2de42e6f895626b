import type { TokenizerConfig } from '../../schemas/inference/tokenizer.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Loads a tokenizer; the bundled ones take some hundred milliseconds. Throws TokenizerUnusable. */
export async function openTokenizer(config: TokenizerConfig): Promise<Tokenizer> {
  if (config.kind === 'tiktoken') {
    const { openTiktoken } = await import('./tiktoken.ts');
    return openTiktoken(config.encoding);
  }
  const { openHuggingFace } = await import('./huggingface.ts');
  return openHuggingFace(config.file);
}
