import { request } from 'undici';
import { z } from 'zod';

export const chatSchema = z.object({
  model: z.string(),
  system_fingerprint: z.string(),
  choices: z
    .array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string() }))
    .min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number(), total_tokens: z.number() }),
});

export const errorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    code: z.string().nullable(),
    param: z.string().nullable(),
  }),
});

export function post(url: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
}

export interface Said {
  text: string;
  finishReason: string;
  promptTokens: number;
  completionTokens: number;
  standIn: string | string[] | undefined;
  fingerprint: string;
  model: string;
}

/** Asks for one chat completion and reads it. By undici's request, since some tests do so by the thousand. */
export async function say(
  url: string,
  content: string,
  further: Record<string, unknown> = {},
): Promise<Said> {
  const messages = [{ role: 'user', content }];
  const response = await request(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'stand-in', messages, ...further }),
  });
  const body = chatSchema.parse(await response.body.json());
  return {
    text: body.choices[0]?.message.content ?? '',
    finishReason: body.choices[0]?.finish_reason ?? '',
    promptTokens: body.usage.prompt_tokens,
    completionTokens: body.usage.completion_tokens,
    standIn: response.headers['x-tunesmith-stand-in'],
    fingerprint: body.system_fingerprint,
    model: body.model,
  };
}

/** Runs `work` for 0 .. count-1, sixteen at a time, and gives the results in order. */
export async function forEachOf<T>(count: number, work: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const number = next++;
      results[number] = await work(number);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return results;
}
