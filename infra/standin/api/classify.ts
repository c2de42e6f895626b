import { z } from 'zod';
import { diceFrom } from '../dice.ts';
import { RequestProblem } from '../http/problem.ts';
import { activated, messagesSchema, reward, rewardOfMessages } from '../reward.ts';
import { answerIn } from '../text/rendered.ts';
import { countTokens } from '../tokens.ts';
import type { Api, Job } from './api.ts';
import { CREATED } from './api.ts';
import { idOf, keyOf, readRequest } from './sampling.ts';

const textsSchema = z.union([z.string(), z.array(z.string()).min(1)], 'expected text, or a list of texts');

const sglangSchema = z.looseObject({ model: z.string().min(1).optional(), text: textsSchema });

const vllmSchema = z.looseObject({
  model: z.string().min(1),
  input: textsSchema.optional(),
  messages: messagesSchema.optional(),
  use_activation: z.boolean().nullish(),
});

/** One path, two servers: a request with `text` is SGLang's, one with `input` or `messages` is vLLM's. */
export function classifyApi(): Api {
  return {
    name: 'classify',
    paths: ['/classify'],
    prepare: (body) => (isSglang(body) ? bySglang(body) : byVllm(body)),
  };
}

function isSglang(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'text' in body;
}

/** A reward model's raw numbers; a lone text is answered with a lone result. */
function bySglang(body: unknown): Job {
  const request = readRequest(sglangSchema, body);
  const { text } = request;
  const texts = typeof text === 'string' ? [text] : text;
  const lengths = texts.map((each) => countTokens(each));
  const key = keyOf('/classify', request);
  return {
    model: request.model,
    promptTokens: Math.max(...lengths),
    promptField: 'text',
    key,
    texts,
    render() {
      const id = `classify-standin-${idOf(diceFrom(key))}`;
      const results = texts.map((each, at) => ({
        embedding: [rewardOfText(each)],
        meta_info: { id: `${id}-${at}`, prompt_tokens: lengths[at], cached_tokens: 0 },
      }));
      const content = JSON.stringify(typeof text === 'string' ? results[0] : results);
      return { promptTokens: sum(lengths), completionTokens: 0, content };
    },
  };
}

/** A sequence classifier with one label. */
function byVllm(body: unknown): Job {
  const request = readRequest(vllmSchema, body);
  const { input, messages, model, use_activation: useActivation } = request;
  if (input === undefined && messages === undefined)
    throw new RequestProblem(400, "Invalid request: 'input' or 'messages' is missing.", { param: 'input' });
  const listed = typeof input === 'string' ? [input] : (input ?? []);
  const texts = messages ? [messages.map(({ content }) => content).join('\n')] : listed;
  const lengths = texts.map((each) => countTokens(each));
  const key = keyOf('/classify', request);
  return {
    model,
    promptTokens: Math.max(...lengths),
    promptField: messages ? 'messages' : 'input',
    key,
    texts,
    render() {
      const rewards = messages ? [rewardOfMessages(messages)] : texts.map((each) => rewardOfText(each));
      const promptTokens = sum(lengths);
      const reply = {
        id: `classify-standin-${idOf(diceFrom(key))}`,
        object: 'list',
        created: CREATED,
        model,
        data: rewards.map((each, index) => ({
          index,
          label: 'LABEL_0',
          probs: [activated(each, useActivation)],
          num_classes: 1,
        })),
        usage: { prompt_tokens: promptTokens, total_tokens: promptTokens, completion_tokens: 0 },
      };
      return { promptTokens, completionTokens: 0, content: JSON.stringify(reply) };
    },
  };
}

function rewardOfText(text: string): number {
  const { prompt, answer } = answerIn(text);
  return reward(prompt, answer);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
