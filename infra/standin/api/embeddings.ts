import { z } from 'zod';
import { countTokens } from '../tokens.ts';
import { embed } from '../word-vectors.ts';
import type { Api, ApiSettings } from './api.ts';
import { FINGERPRINT } from './api.ts';
import { keyOf, readRequest } from './sampling.ts';
import { base64, short, textsOf, vectorRequestShape } from './vectors.ts';

const requestSchema = z.looseObject(vectorRequestShape);

/** Sentence embeddings of OpenAI's API: the mean of what `/pooling` gives for the tokens, at length 1. */
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
