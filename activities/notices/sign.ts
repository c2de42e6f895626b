import { createHmac } from 'node:crypto';

/** What is signed of a notice: `seconds` since 1970 is when this attempt is made. */
export interface Signed {
  readonly id: string;
  readonly seconds: number;
  readonly body: string;
}

/** The header `webhook-signature` of Standard Webhooks: a signature by each key, with spaces between. */
export function signature({ id, seconds, body }: Signed, keys: readonly Buffer[]): string {
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`)
    .join(' ');
}
