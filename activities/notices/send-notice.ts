import { ApplicationFailure } from '@temporalio/common';
import { Agent, ProxyAgent, request, type Dispatcher } from 'undici';
import { signingKeys } from '../../config/signing-keys.ts';
import type { NoticeToSend } from '../../schemas/build/notice.ts';
import { proxyFor } from '../../schemas/proxy.ts';
import { concealed } from '../../schemas/secrets.ts';
import { digestOf } from '../digest.ts';
import { displayUrl } from '../inference/display-url.ts';
import { NoConnection } from '../inference/no-connection.ts';
import { retryAfterMs } from '../inference/retry-after.ts';
import { NoticeRefused } from './notice-refused.ts';
import { ReceiverAway } from './receiver-away.ts';
import { signature } from './sign.ts';
import { SigningSecretUnusable } from './signing-secret-unusable.ts';

/** Milliseconds that a receiver may take to answer: it is to note the notice, and to work afterwards. */
const patienceMs = 15_000;
/** Characters of a refusal's body that people are shown, and bytes of it that are read. */
const shownLength = 200;
const readBytes = 4096;

/** Client errors that say "later", not "never". */
const passing = new Set([408, 425, 429]);

/**
 * Posts a notice, signed as Standard Webhooks has it. Any number of attempts have the same `webhook-id`. Throws
 * ReceiverAway and SigningSecretUnusable, which another try may mend, and NoticeRefused.
 */
export async function sendNotice(
  { hook, notice }: NoticeToSend,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ status: number }> {
  const signing = signingKeys(hook.secretEnv, env);
  if ('problem' in signing) throw new SigningSecretUnusable(signing.problem);
  const { type, data } = notice;
  const id = `msg_${digestOf([data.build.id, type, data.number])}`;
  const body = JSON.stringify(notice);
  const seconds = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'tunesmith',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signature({ id, seconds, body }, signing.keys),
  };
  const proxy = proxyFor(hook.url, env);
  const dispatcher = proxy === undefined ? new Agent() : new ProxyAgent({ uri: proxy, proxyTunnel: false });
  try {
    const response = await request(hook.url, {
      method: 'POST',
      headers,
      body,
      dispatcher,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });
    return await outcomeOf(displayUrl(hook.url), response);
  } catch (error) {
    throw isOurs(error) || signal.aborted
      ? error
      : new ReceiverAway(`${displayUrl(hook.url)}: ${why(error)}`);
  } finally {
    await dispatcher.destroy();
  }
}

async function outcomeOf(url: string, response: Dispatcher.ResponseData): Promise<{ status: number }> {
  const { statusCode: status } = response;
  if (status >= 200 && status < 300) return { status };
  if (status < 400)
    throw new NoticeRefused(
      `${url} answered ${status}, which sends it elsewhere; that is not followed: name the address itself`,
    );
  const told = `${url} answered ${status}${await wordsOf(response)}`;
  if (status < 500 && !passing.has(status)) throw new NoticeRefused(`${told}; it is not sent again`);
  const wait = response.headers['retry-after'];
  const later = typeof wait === 'string' ? retryAfterMs(new Headers({ 'retry-after': wait })) : undefined;
  if (later === undefined) throw new ReceiverAway(told);
  throw ApplicationFailure.create({ message: told, type: 'ReceiverAway', nextRetryDelay: later });
}

/** The beginning of what a receiver said, on one line. */
async function wordsOf({ body }: Dispatcher.ResponseData): Promise<string> {
  const stream: AsyncIterable<unknown> = body;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) continue;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= readBytes) break;
  }
  const text = concealed(Buffer.concat(chunks).toString('utf8').replaceAll(/\s+/g, ' ').trim());
  if (text === '') return '';
  return ` (${text.length <= shownLength ? text : `${text.slice(0, shownLength)}…`})`;
}

function isOurs(error: unknown): boolean {
  return (
    error instanceof NoticeRefused || error instanceof ReceiverAway || error instanceof ApplicationFailure
  );
}

function why(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  return new NoConnection(error).message;
}
