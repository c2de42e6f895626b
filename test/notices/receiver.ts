import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { NoticeSchema, type Notice } from '../../schemas/build/notice.ts';
import { until } from '../survival/until.ts';

/** What a receiver was posted, once its signature was found to be right. */
export interface Received {
  readonly path: string;
  readonly id: string;
  readonly notice: Notice;
}

/** How a receiver answers; `location` sends the caller elsewhere. */
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** What was wrong with requests. */
  readonly faults: readonly string[];
  /** Waits until so many notices of an event have come to a path. */
  notices(path: string, type: string, count?: number): Promise<Received[]>;
}

/** An HTTP server that takes signed notices as any library for Standard Webhooks does. It ends with the test. */
export async function startReceiver(
  secret: string,
  answer: (met: Received, times: number) => Answer = () => ({ status: 204 }),
): Promise<Receiver> {
  const received: Received[] = [];
  const faults: string[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const problem = problemOf(request, body, secret);
      if (problem !== undefined) {
        faults.push(problem);
        return response.writeHead(400).end(problem);
      }
      const met = {
        path: request.url ?? '',
        id: String(request.headers['webhook-id']),
        notice: NoticeSchema.parse(JSON.parse(body)),
      };
      received.push(met);
      const times = received.filter(({ path, id }) => path === met.path && id === met.id).length;
      const { status, headers, body: told } = answer(met, times);
      return response.writeHead(status, headers).end(told);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    faults,
    notices: (path, type, count = 1) =>
      until(`${count} ${type} at ${path}`, () => {
        const found = received.filter((each) => each.path === path && each.notice.type === type);
        return found.length >= count ? found : undefined;
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** As the specification has it, in words of its own. */
function problemOf({ method, headers }: IncomingMessage, body: string, secret: string): string | undefined {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    String(headers[`webhook-${name}`]),
  );
  if (method !== 'POST' || headers['content-type'] !== 'application/json') return `${method} of no JSON`;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300)) return `an old timestamp: ${timestamp}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const given = (signatures ?? '').split(' ').map((each) => Buffer.from(each.replace(/^v1,/, ''), 'base64'));
  const isSigned = given.some((each) => each.length === wanted.length && timingSafeEqual(each, wanted));
  return isSigned ? undefined : `no signature is right: ${signatures}`;
}
