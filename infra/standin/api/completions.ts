import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { diceFrom } from '../dice.ts';
import { promptOf } from '../prompt.ts';
import { countTokens } from '../tokens.ts';
import { CREATED, FINGERPRINT } from './api.ts';
import type { Api, ApiSettings, StreamEvent } from './api.ts';
import { usageOf } from './chat.ts';
import { diceOfChoice, idOf, keyOf, limitsOf, readRequest, samplingShape } from './sampling.ts';
import { eventOf, piecesOf, STREAM_END } from './streaming.ts';

const requestSchema = z.looseObject({
  ...samplingShape,
  prompt: z.union([z.string(), z.array(z.string()).min(1)], 'expected text, or a list of texts'),
});

type CompletionRequest = z.output<typeof requestSchema>;

/** Raw prompts: one or several, each with n answers. Token ids are not taken, since a stand-in has no vocabulary. */
export function completionsApi({ answerer, contextLength }: ApiSettings): Api {
  const path = '/v1/completions';
  return {
    name: 'completions',
    paths: [path],
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const prompts = typeof request.prompt === 'string' ? [request.prompt] : request.prompt;
      const lengths = prompts.map((prompt) => countTokens(prompt));
      const key = keyOf(path, request);
      return {
        model: request.model,
        promptTokens: Math.max(...lengths),
        promptField: 'prompt',
        key,
        render() {
          const dice = diceFrom(key);
          const perPrompt = request.n ?? 1;
          const answers = prompts.flatMap((prompt, at) =>
            Array.from({ length: perPrompt }, (_, choice) => {
              const limits = limitsOf(request, lengths[at] ?? 0, contextLength);
              return answerer(promptOf(prompt), diceOfChoice(dice, at * perPrompt + choice), limits);
            }),
          );
          const promptTokens = lengths.reduce((total, tokens) => total + tokens, 0);
          const completionTokens = answers.reduce((total, { tokens }) => total + tokens, 0);
          const head = {
            id: `cmpl-standin-${idOf(dice)}`,
            object: 'text_completion',
            created: CREATED,
            model: request.model,
            system_fingerprint: FINGERPRINT,
          };
          const usage = usageOf(promptTokens, completionTokens);
          const content = request.stream
            ? eventsOf(request, answers, head, usage)
            : JSON.stringify({ ...head, choices: answers.map(choiceOf), usage });
          return { promptTokens, completionTokens, content };
        },
      };
    },
  };
}

function choiceOf({ text, finishReason }: Answer, index: number) {
  return { index, text, logprobs: null, finish_reason: finishReason };
}

function eventsOf(request: CompletionRequest, answers: Answer[], head: object, usage: object): StreamEvent[] {
  const withUsage = request.stream_options?.include_usage === true;
  const chunk = (choices: unknown[], use: unknown = null) => ({
    ...head,
    choices,
    ...(withUsage ? { usage: use } : {}),
  });
  const part = (index: number, text: string, finish: string | null = null) =>
    chunk([{ index, text, logprobs: null, finish_reason: finish }]);
  const events = answers.flatMap(({ text, finishReason }, index) => [
    ...piecesOf(text).map((piece) => eventOf(part(index, piece), piece)),
    eventOf(part(index, '', finishReason)),
  ]);
  return [...events, ...(withUsage ? [eventOf(chunk([], usage))] : []), STREAM_END];
}
