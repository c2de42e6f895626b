import { createServer } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

export interface RecordingEndpoint {
  /** Base URL for a config. */
  readonly url: string;
  /** What was asked, in the order in which it came: the last message of each request. */
  readonly prompts: string[];
}

const RequestSchema = z.object({ messages: z.array(z.object({ content: z.string() })).min(1) });

/** An endpoint that passes everything on to another one, and keeps the prompts as they were sent. */
export async function startRecording(baseUrl: string): Promise<RecordingEndpoint> {
  const prompts: string[] = [];
  const target = new URL(baseUrl);
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      if (request.method === 'POST')
        prompts.push(RequestSchema.parse(JSON.parse(body.toString('utf8'))).messages.at(-1)?.content ?? '');
      const answer = await fetch(new URL(request.url ?? '/', target), {
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json' },
        ...(request.method === 'POST' ? { body } : {}),
      });
      const text = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The recording endpoint has no port.');
  return { url: `http://127.0.0.1:${address.port}/v1`, prompts };
}
