/** No server makes a build stand still for longer than this by one header; it is asked again and may repeat itself. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/** The part of `Headers` that is read here. */
export interface HeaderLookup {
  get(name: string): string | null;
}

/**
 * Milliseconds that the server asks to be left alone: `retry-after-ms`, or `retry-after` in seconds or as an HTTP
 * date, capped at five minutes. Undefined where it asks for nothing that can be read.
 */
export function retryAfterMs(headers: HeaderLookup, now: number = Date.now()): number | undefined {
  const asked = milliseconds(headers.get('retry-after-ms')) ?? delay(headers.get('retry-after'), now);
  return asked === undefined ? undefined : Math.min(asked, LONGEST_PAUSE_MS);
}

function milliseconds(value: string | null): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const amount = Number(value);
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}

function delay(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const seconds = milliseconds(value);
  if (seconds !== undefined) return seconds * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
