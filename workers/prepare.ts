import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInference } from '../activities/inference/index.ts';
import { openTokenizer } from '../activities/tokens/open-tokenizer.ts';
import type { BuildConfig } from '../schemas/build.ts';
import { EndpointSchema } from '../schemas/endpoint.ts';
import type { LanguageQuestion } from '../schemas/question.ts';

/** Longer than any pattern of a tokenizer, so that all of it is compiled. */
const text = "A first text to count and to ask: it's 1,024 words long?\n\n".repeat(20);
/** As many questions as make V8 compile what every answer passes through. */
const questions = 48;

/**
 * Gets ready for a build of this config: loads its vocabulary, and asks a server of our own, so that the first wave of
 * real answers meets no cold code (measured: each took 1 ms then, while the endpoint's slots were empty). Nothing is
 * sent to an endpoint. A fault here shows, and is told, where the same thing is needed.
 */
export async function prepareFor({ tokenizer }: Pick<BuildConfig, 'tokenizer'>): Promise<void> {
  const opened = await openTokenizer(tokenizer).catch(() => undefined);
  opened?.count(text);
  await askOurselves().catch(() => undefined);
}

async function askOurselves(): Promise<void> {
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }];
  const answer = JSON.stringify({ object: 'chat.completion', model: 'none', choices });
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.setHeader('content-type', 'application/json').end(answer));
  });
  const inference = createInference({ env: {} });
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') return;
    const endpoint = EndpointSchema.parse({ urls: [`http://127.0.0.1:${address.port}/v1`] });
    const { signal } = new AbortController();
    const ask = (seed: number) => inference.ask('ourselves', endpoint, questionWith(seed), { signal });
    await Promise.all(Array.from({ length: questions }, (_, seed) => ask(seed)));
  } finally {
    await inference.close();
    server.close();
  }
}

function questionWith(seed: number): LanguageQuestion {
  const messages: LanguageQuestion['messages'] = [{ role: 'user', content: text }];
  return {
    model: 'none',
    api: 'chat',
    messages,
    temperature: 0,
    topP: 1,
    extraBody: {},
    seed,
    sendSeed: true,
  };
}
