import { z } from 'zod';
import { diceFrom } from '../dice.ts';
import { RequestProblem } from '../http/problem.ts';
import { activated, messagesSchema, reward, rewardOfMessages } from '../reward.ts';
import { answerIn } from '../text/rendered.ts';
import { countVectorTokens, tokenVectors } from '../word-vectors.ts';
import type { Api, ApiSettings, Job } from './api.ts';
import { CREATED } from './api.ts';
import { idOf, keyOf, readRequest } from './sampling.ts';
import { base64, short, textsOf, vectorRequestShape } from './vectors.ts';

const requestSchema = z.looseObject({
  ...vectorRequestShape,
  input: vectorRequestShape.input.optional(),
  messages: messagesSchema.optional(),
  use_activation: z.boolean().nullish(),
  truncate_prompt_tokens: z.int().min(-1).nullish(),
});
type Request = z.output<typeof requestSchema>;
type Settings = Pick<ApiSettings, 'dimensions' | 'contextLength'>;

/** A model that is called so rates conversations; others give vectors. */
const REWARD_MODEL = /reward|\brm\b/i;

/** vLLM's `/pooling`: a vector for each token, or a reward model's number after each, of texts or of messages. */
export function poolingApi(settings: ApiSettings): Api {
  return {
    name: 'pooling',
    paths: ['/pooling', '/v1/pooling'],
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const { messages, input, model } = request;
      if (messages) {
        const text = messages.map(({ content }) => content).join('\n');
        return jobOf(request, 'messages', [text], [countVectorTokens(text)], () => [
          column(rewardOfMessages(messages), countVectorTokens(text), request),
        ]);
      }
      if (input === undefined)
        throw new RequestProblem(400, "Invalid request: 'input' or 'messages' is missing.", {
          param: 'input',
        });
      const texts = textsOf(input);
      return REWARD_MODEL.test(model) ? rewardsOf(request, texts) : vectorsOf(request, texts, settings);
    },
  };
}

/**
 * A model without a pooler: a vector for each token. As at vLLM, base64 holds the bytes of the T x d matrix without its
 * shape, and `usage.prompt_tokens` is the number of rows of all texts together.
 */
function vectorsOf(request: Request, texts: string[], { dimensions, contextLength }: Settings): Job {
  const asked = request.truncate_prompt_tokens;
  const most = asked === -1 ? contextLength : (asked ?? Infinity);
  const lengths = texts.map((text) => Math.min(most, countVectorTokens(text)));
  const d = request.dimensions ?? dimensions;
  return jobOf(request, 'input', texts, lengths, () =>
    texts.map((text) => {
      const { data, rows } = tokenVectors(text, d, most);
      return { data, rows, columns: d };
    }),
  );
}

function rewardsOf(request: Request, texts: string[]): Job {
  const lengths = texts.map((text) => countVectorTokens(text));
  return jobOf(request, 'input', texts, lengths, () =>
    texts.map((text, at) => {
      const { prompt, answer } = answerIn(text);
      return column(reward(prompt, answer), lengths[at] ?? 1, request);
    }),
  );
}

interface Rows {
  data: Float32Array;
  rows: number;
  columns: number;
}

/** A reward grows to what it is at the last token. */
function column(last: number, rows: number, { use_activation: useActivation }: Request): Rows {
  const data = Float32Array.from({ length: rows }, (_, row) =>
    activated((last * (row + 1)) / rows, useActivation),
  );
  return { data, rows, columns: 1 };
}

function jobOf(
  request: Request,
  promptField: string,
  texts: string[],
  lengths: readonly number[],
  made: () => readonly Rows[],
): Job {
  const key = keyOf('/pooling', request);
  return {
    model: request.model,
    promptTokens: Math.max(...lengths),
    promptField,
    key,
    texts,
    render() {
      const promptTokens = lengths.reduce((total, length) => total + length, 0);
      const data = made().map(({ data: matrix, rows, columns }, index) => {
        const form = request.encoding_format === 'base64' ? base64(matrix) : rowsOf(matrix, rows, columns);
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
}

function rowsOf(matrix: Float32Array, rows: number, dimensions: number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(matrix.subarray(row * dimensions, (row + 1) * dimensions), short),
  );
}
