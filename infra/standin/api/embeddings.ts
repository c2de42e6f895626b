import { z } from 'zod';
import { countTokens } from '../tokens.ts';
import { embed } from '../word-embedding.ts';
import type { Api, ApiSettings } from './api.ts';
import { FINGERPRINT } from './api.ts';
import { keyOf, readRequest } from './sampling.ts';

const tokens = z.array(z.int().min(0)).min(1);

const requestSchema = z.looseObject({
  model: z.string().min(1),
  input: z.union(
    [z.string(), z.array(z.string()).min(1), tokens, z.array(tokens).min(1)],
    'expected text, a list of texts, or token ids',
  ),
  dimensions: z.int().min(8).max(4096).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
});

export function embeddingsApi({ dimensions }: ApiSettings): Api {
  const path = '/v1/embeddings';
  return {
    name: 'embeddings',
    paths: [path],
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const texts = textsOf(request.input);
      const lengths = texts.map((text) => countTokens(text));
      return {
        model: request.model,
        promptTokens: Math.max(...lengths),
        promptField: 'input',
        key: keyOf(path, request),
        texts,
        render() {
          const promptTokens = lengths.reduce((total, length) => total + length, 0);
          const data = texts.map((text, index) => {
            const vector = embed(text, request.dimensions ?? dimensions);
            const embedding =
              request.encoding_format === 'base64' ? base64(vector) : Array.from(vector, short);
            return { object: 'embedding', index, embedding };
          });
          const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
          const reply = {
            object: 'list',
            data,
            model: request.model,
            usage,
            system_fingerprint: FINGERPRINT,
          };
          return { promptTokens, completionTokens: 0, content: JSON.stringify(reply) };
        },
      };
    },
  };
}

/** Token ids stand for themselves, as words. */
function textsOf(input: z.output<typeof requestSchema>['input']): string[] {
  if (typeof input === 'string') return [input];
  const texts: string[] = [];
  const ids: number[] = [];
  for (const item of input) {
    if (typeof item === 'string') texts.push(item);
    else if (typeof item === 'number') ids.push(item);
    else texts.push(item.join(' '));
  }
  return ids.length > 0 ? [ids.join(' ')] : texts;
}

function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

/** The shortest decimals that read back as the same 32-bit float: half the bytes of a double's. */
function short(value: number): number {
  const rounded = Number(value.toPrecision(8));
  return Math.fround(rounded) === value ? rounded : value;
}
