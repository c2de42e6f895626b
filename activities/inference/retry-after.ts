/** No server makes a build stand still for longer than this by one header; it is asked again and may repeat itself. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/** The part of `Headers` that is read here. */
export interface HeaderLookup {
  get(name: string): string | null;
}

/** LiteLLM hands the headers of the provider behind it on under names of its own. */
const PREFIXES = ['', 'llm_provider-'];

/** What is counted; each says when it begins anew, and how much of it is left. */
const COUNTED = ['requests', 'tokens', 'input-tokens', 'output-tokens', ''];

/**
 * Milliseconds that the server asks to be left alone: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date,
 * or else when what is used up begins anew (`x-ratelimit-reset-requests: 6m0s` and the like); capped at five minutes.
 * Undefined where it asks for nothing that can be read.
 * @param resets whether it refused for a limit: else those say nothing of when it is well again
 */
export function retryAfterMs(
  headers: HeaderLookup,
  now: number = Date.now(),
  resets = true,
): number | undefined {
  const asked = first(PREFIXES, (prefix) => {
    const exact = milliseconds(headers.get(`${prefix}retry-after-ms`));
    return exact ?? delay(headers.get(`${prefix}retry-after`), now);
  });
  const pause = asked ?? (resets ? first(PREFIXES, (prefix) => untilReset(headers, prefix, now)) : undefined);
  return pause === undefined ? undefined : Math.min(pause, LONGEST_PAUSE_MS);
}

function first(
  prefixes: readonly string[],
  read: (prefix: string) => number | undefined,
): number | undefined {
  for (const prefix of prefixes) {
    const found = read(prefix);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of what is used up the latest; where nothing says so, the soonest of all: more is asked then, and told again. */
function untilReset(headers: HeaderLookup, prefix: string, now: number): number | undefined {
  const resets = COUNTED.flatMap((counted) => {
    const [ours, anthropics] = namesOf(counted);
    const at =
      until(headers.get(`${prefix}x-ratelimit-reset${ours}`), now) ??
      until(headers.get(`${prefix}${anthropics}-reset`), now);
    if (at === undefined) return [];
    const left =
      headers.get(`${prefix}x-ratelimit-remaining${ours}`) ?? headers.get(`${prefix}${anthropics}-remaining`);
    return [{ at, usedUp: left !== null && Number(left) <= 0 }];
  });
  if (resets.length === 0) return undefined;
  const used = resets.filter(({ usedUp }) => usedUp).map(({ at }) => at);
  return used.length > 0 ? Math.max(...used) : Math.min(...resets.map(({ at }) => at));
}

function namesOf(counted: string): [ours: string, anthropics: string] {
  return counted === '' ? ['', 'ratelimit'] : [`-${counted}`, `anthropic-ratelimit-${counted}`];
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

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A number above these is a moment, not a duration: seconds or milliseconds since 1970. */
const SECONDS_OF_2001 = 1e9;
const MILLISECONDS_OF_2001 = 1e12;

/** `6m0s`, `20ms`, seconds, a moment in seconds or milliseconds since 1970, or a date. */
function until(value: string | null, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
    return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
  }
  const amount = milliseconds(value);
  if (amount === undefined) return delay(text === '' ? null : text, now);
  if (amount >= MILLISECONDS_OF_2001) return Math.max(0, amount - now);
  return amount >= SECONDS_OF_2001 ? Math.max(0, amount * 1000 - now) : amount * 1000;
}
