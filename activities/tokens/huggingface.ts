import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { digestOf } from '../digest.ts';
import { longestRun } from './segments.ts';
import { TokenizerUnusable } from './tokenizer-unusable.ts';
import { segmented, type Tokenizer } from './tokenizer.ts';

const TokenizerFileSchema = z.looseObject({
  model: z.looseObject({}),
  added_tokens: z.array(z.looseObject({ special: z.boolean().default(false) })).default([]),
});

/**
 * The tokenizer of a model on the Hugging Face hub, from its tokenizer.json. Special tokens are taken out of the
 * vocabulary that is searched in texts, so a document that spells one is counted as the text that it is.
 */
export async function openHuggingFace(file: string): Promise<Tokenizer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new TokenizerUnusable(file, 'it cannot be read', 'Correct tokenizer.file in the config', error);
  });
  const besides = join(dirname(file), 'tokenizer_config.json');
  const config = await readFile(besides).catch(() => Buffer.from('{}'));
  try {
    const definition = TokenizerFileSchema.parse(JSON.parse(bytes.toString('utf8')));
    const settings = z.looseObject({}).parse(JSON.parse(config.toString('utf8')));
    const tokenizer = new HuggingFaceTokenizer(
      { ...definition, added_tokens: definition.added_tokens.filter((token) => !token.special) },
      settings,
    );
    const hash = createHash('sha256').update(bytes).update(config).digest('hex');
    const count = (segment: string) => tokenizer.encode(segment, { add_special_tokens: false }).ids.length;
    count('A first text shows a definition that cannot be used, before any document does.');
    return segmented(
      `huggingface ${basename(file)} ${hash.slice(0, 12)}`,
      digestOf({ huggingface: hash, longestRun }),
      count,
    );
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    const problem = `it is not a tokenizer.json that can be used (${reason})`;
    throw new TokenizerUnusable(file, problem, 'Take tokenizer.json from the model’s page on the hub', error);
  }
}
