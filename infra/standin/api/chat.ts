import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { diceFrom } from '../dice.ts';
import type { Dice } from '../dice.ts';
import { promptOf } from '../prompt.ts';
import type { Prompt } from '../prompt.ts';
import { countTokens } from '../tokens.ts';
import { CREATED, FINGERPRINT } from './api.ts';
import type { Api, ApiSettings, StreamEvent } from './api.ts';
import { diceOfChoice, idOf, keyOf, limitsOf, readRequest, samplingShape } from './sampling.ts';
import { eventOf, piecesOf, STREAM_END } from './streaming.ts';

const contentSchema = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
  .nullish();

const requestSchema = z.looseObject({
  ...samplingShape,
  messages: z.array(z.looseObject({ role: z.string(), content: contentSchema })).min(1),
});

type ChatRequest = z.output<typeof requestSchema>;

export function chatApi({ answerer, contextLength }: ApiSettings): Api {
  const path = '/v1/chat/completions';
  return {
    name: 'chat',
    paths: [path],
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const texts = request.messages.map(({ content }) => textOf(content));
      const promptTokens = texts.reduce((total, text) => total + countTokens(text), 0);
      const key = keyOf(path, request);
      return {
        model: request.model,
        promptTokens,
        promptField: 'messages',
        key,
        render() {
          const dice = diceFrom(key);
          const prompt = promptOfChat(request, texts);
          const limits = limitsOf(request, promptTokens, contextLength);
          const answers = Array.from({ length: request.n ?? 1 }, (_, choice) =>
            answerer(prompt, diceOfChoice(dice, choice), limits),
          );
          const completionTokens = answers.reduce((total, { tokens }) => total + tokens, 0);
          const reply = { head: headOf(request.model, dice), usage: usageOf(promptTokens, completionTokens) };
          const content = request.stream ? eventsOf(request, answers, reply) : bodyOf(answers, reply);
          return { promptTokens, completionTokens, content };
        },
      };
    },
  };
}

interface Reply {
  head: { id: string; created: number; model: string; system_fingerprint: string };
  usage: ReturnType<typeof usageOf>;
}

export function usageOf(promptTokens: number, completionTokens: number) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

function textOf(content: z.output<typeof contentSchema>): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('\n');
}

function promptOfChat({ messages }: ChatRequest, texts: string[]): Prompt {
  const system = texts.filter((_, at) => /^(system|developer)$/.test(messages[at]?.role ?? '')).join('\n');
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return promptOf(texts[last < 0 ? texts.length - 1 : last] ?? '', system);
}

function headOf(model: string, dice: Dice): Reply['head'] {
  return { id: `chatcmpl-standin-${idOf(dice)}`, created: CREATED, model, system_fingerprint: FINGERPRINT };
}

function bodyOf(answers: Answer[], { head, usage }: Reply): string {
  const choices = answers.map(({ text, finishReason }, index) => ({
    index,
    message: { role: 'assistant', content: text, refusal: null },
    logprobs: null,
    finish_reason: finishReason,
  }));
  return JSON.stringify({ ...head, object: 'chat.completion', choices, usage });
}

function eventsOf(request: ChatRequest, answers: Answer[], { head, usage }: Reply): StreamEvent[] {
  const withUsage = request.stream_options?.include_usage === true;
  const chunk = (choices: unknown[], use: unknown = null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices,
    ...(withUsage ? { usage: use } : {}),
  });
  const delta = (index: number, content: object, finish: string | null = null) =>
    chunk([{ index, delta: content, logprobs: null, finish_reason: finish }]);
  const events = answers.flatMap(({ text, finishReason }, index) => [
    eventOf(delta(index, { role: 'assistant', content: '' })),
    ...piecesOf(text).map((piece) => eventOf(delta(index, { content: piece }), piece)),
    eventOf(delta(index, {}, finishReason)),
  ]);
  return [...events, ...(withUsage ? [eventOf(chunk([], usage))] : []), STREAM_END];
}
