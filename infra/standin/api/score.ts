import { z } from 'zod';
import { diceFrom } from '../dice.ts';
import { RequestProblem } from '../http/problem.ts';
import { activated, reward } from '../reward.ts';
import { countTokens } from '../tokens.ts';
import type { Api } from './api.ts';
import { CREATED } from './api.ts';
import { idOf, keyOf, readRequest } from './sampling.ts';

const textsSchema = z.union([z.string(), z.array(z.string()).min(1)], 'expected text, or a list of texts');

const requestSchema = z.looseObject({
  model: z.string().min(1),
  text_1: textsSchema,
  text_2: textsSchema,
  use_activation: z.boolean().nullish(),
});

/** vLLM's `/score`: one text with each of others, or two lists of one length pair by pair. */
export function scoreApi(): Api {
  return {
    name: 'score',
    paths: ['/score', '/v1/score'],
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const pairs = pairsOf(listOf(request.text_1), listOf(request.text_2));
      const lengths = pairs.map(({ prompt, answer }) => countTokens(prompt) + countTokens(answer));
      const key = keyOf('/score', request);
      return {
        model: request.model,
        promptTokens: Math.max(...lengths),
        promptField: 'text_2',
        key,
        texts: pairs.map(({ prompt, answer }) => `${prompt}\u0000${answer}`),
        render() {
          const promptTokens = lengths.reduce((total, length) => total + length, 0);
          const reply = {
            id: `score-standin-${idOf(diceFrom(key))}`,
            object: 'list',
            created: CREATED,
            model: request.model,
            data: pairs.map(({ prompt, answer }, index) => ({
              index,
              object: 'score',
              score: activated(reward(prompt, answer), request.use_activation),
            })),
            usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
          };
          return { promptTokens, completionTokens: 0, content: JSON.stringify(reply) };
        },
      };
    },
  };
}

function listOf(texts: string | string[]): string[] {
  return typeof texts === 'string' ? [texts] : texts;
}

function pairsOf(first: readonly string[], second: readonly string[]) {
  if (first.length !== 1 && first.length !== second.length)
    throw new RequestProblem(400, `'text_1' has ${first.length} texts, 'text_2' has ${second.length}.`, {
      param: 'text_2',
    });
  return second.map((answer, at) => ({ prompt: first[first.length === 1 ? 0 : at] ?? '', answer }));
}
