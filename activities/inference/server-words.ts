import type { ApiKey } from './api-key.ts';

const LONGEST_WORDS = 400;

/** What the server said, on one line, without the key and a full stop, cut where it goes on (a proxy's HTML page, an echoed prompt). */
export function serverWords(error: { status: number | undefined; message: string }, key: ApiKey): string {
  const message = error.status === undefined ? error.message : error.message.replace(`${error.status} `, '');
  // Scrubbed before it is cut: half a key is a secret too.
  const text = key.scrub(message).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return text.length <= LONGEST_WORDS ? text : `${text.slice(0, LONGEST_WORDS)}…`;
}
