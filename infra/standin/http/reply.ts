import type { ServerResponse } from 'node:http';
import type { RequestProblem } from './problem.ts';

/** On every answer: whoever looks at the traffic sees that no language model wrote it. */
const MARK = { 'x-tunesmith-stand-in': 'true' };

/** Sends a whole JSON body with its length, in one write. */
export function sendJson(
  res: ServerResponse,
  body: string,
  status = 200,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...MARK,
    ...headers,
  });
  res.end(body);
}

/** Sends the bytes of a file. */
export function sendText(res: ServerResponse, body: string): void {
  res.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': Buffer.byteLength(body),
    ...MARK,
  });
  res.end(body);
}

/** Says what is wrong, as OpenAI does unless the API has a way of its own. */
export function sendProblem(res: ServerResponse, problem: RequestProblem, api?: Complaining): void {
  const said = api?.complaint?.(problem) ?? { error: { message: problem.message, ...problem.details } };
  sendJson(res, JSON.stringify(said), problem.status, problem.headers);
}

interface Complaining {
  complaint?(problem: RequestProblem): object;
}

/** Begins a stream of server-sent events. */
export function openStream(res: ServerResponse): void {
  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...MARK,
  });
}

/** Begins an answer and breaks the connection once half of it is on its way. */
export function sendHalf(res: ServerResponse, body: string, stream: boolean): void {
  if (stream) openStream(res);
  else
    res.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...MARK,
    });
  res.write(body.slice(0, body.length >> 1), () => res.destroy());
}
