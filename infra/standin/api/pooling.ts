import { z } from 'zod';
import { diceFrom } from '../dice.ts';
import { countVectorTokens, tokenVectors } from '../word-vectors.ts';
import type { Api, ApiSettings } from './api.ts';
import { CREATED } from './api.ts';
import { idOf, keyOf, readRequest } from './sampling.ts';
import { base64, short, textsOf, vectorRequestShape } from './vectors.ts';

const requestSchema = z.looseObject({
  ...vectorRequestShape,
  truncate_prompt_tokens: z.int().min(-1).nullish(),
});

/**
 * vLLM's `/pooling` of a model without a pooler: a vector for each token. As there, base64 holds the bytes of the
 * T x d matrix without its shape, and `usage.prompt_tokens` is the number of rows of all texts together.
 */
export function poolingApi({ dimensions, contextLength }: ApiSettings): Api {
  return {
    name: 'pooling',
    paths: ['/pooling', '/v1/pooling'],
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const texts = textsOf(request.input);
      const asked = request.truncate_prompt_tokens;
      const most = asked === -1 ? contextLength : (asked ?? Infinity);
      const lengths = texts.map((text) => Math.min(most, countVectorTokens(text)));
      const key = keyOf('/pooling', request);
      return {
        model: request.model,
        promptTokens: Math.max(...lengths),
        promptField: 'input',
        key,
        texts,
        render() {
          const promptTokens = lengths.reduce((total, length) => total + length, 0);
          const d = request.dimensions ?? dimensions;
          const data = texts.map((text, index) => {
            const { data: matrix, rows } = tokenVectors(text, d, most);
            const form = request.encoding_format === 'base64' ? base64(matrix) : rowsOf(matrix, rows, d);
            return { index, object: 'pooling', data: form };
          });
          const reply = {
            id: `pool-standin-${idOf(diceFrom(key))}`,
            object: 'list',
            created: CREATED,
            model: request.model,
            data,
            usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
          };
          return { promptTokens, completionTokens: 0, content: JSON.stringify(reply) };
        },
      };
    },
  };
}

function rowsOf(matrix: Float32Array, rows: number, dimensions: number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(matrix.subarray(row * dimensions, (row + 1) * dimensions), short),
  );
}
