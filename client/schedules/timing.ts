import type { ScheduleOptions, ScheduleSpec, ScheduleSpecDescription } from '@temporalio/client';

/** What becomes of a run that finds the one before still at work. */
export const overlaps = [
  'skip',
  'buffer-one',
  'buffer-all',
  'cancel-other',
  'terminate-other',
  'allow-all',
] as const;
export type Overlap = (typeof overlaps)[number];

/** When a schedule's builds begin, and what becomes of those that cannot. */
export interface Timing {
  /** Cron expressions: `0 2 * * *`, `@daily`. One of `cron` and `every` is needed. */
  readonly cron?: readonly string[] | undefined;
  /** An interval: `6h`, `1 day`. */
  readonly every?: string | undefined;
  /** Zone of the cron expressions, such as Europe/Berlin. @default UTC */
  readonly timeZone?: string | undefined;
  /** Each run begins up to so much later, by chance: `10m`. @default 0 */
  readonly jitter?: string | undefined;
  /** @default skip */
  readonly overlap?: Overlap | undefined;
  /** Runs that the server missed are made up for when they are no later than this. @default 1 day */
  readonly catchUp?: string | undefined;
  /** Pauses the schedule when a build fails. @default false */
  readonly pauseOnFailure?: boolean | undefined;
}

/** Another timing for a schedule: what is not given stays, and null takes away. */
export interface TimingChange extends Omit<Timing, 'timeZone' | 'jitter'> {
  readonly timeZone?: string | null | undefined;
  readonly jitter?: string | null | undefined;
}

/** A schedule's timing cannot be what was asked for. */
export class TimingUnusable extends Error {
  override name = 'TimingUnusable';
}

const second = 1000;
const units = { s: second, m: 60 * second, h: 3600 * second, d: 86_400 * second, w: 7 * 86_400 * second };
type Unit = keyof typeof units;
const lastDay = units.d;

/** Milliseconds of `30s`, `10m`, `6h`, `1 day`, `1w`. Throws TimingUnusable. */
export function milliseconds(text: string, what: string): number {
  const [, count, name] =
    /^\s*(\d+(?:\.\d+)?)\s*(s|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)\s*$/.exec(text) ?? [];
  const unit = (Object.keys(units) as Unit[]).find((each) => each === name?.[0]);
  if (count === undefined || unit === undefined || Number(count) <= 0)
    throw new TimingUnusable(
      `${what} ${JSON.stringify(text)} is no length of time such as 30s, 10m, 6h, 1d or 1w`,
    );
  return Math.round(Number(count) * units[unit]);
}

/** A length of time in its largest whole unit: 6h, 90m. */
export function lengthOf(ms: number): string {
  const fits = (Object.entries(units) as [Unit, number][]).findLast(
    ([, size]) => ms >= size && ms % size === 0,
  );
  return fits === undefined ? `${ms / second}s` : `${ms / fits[1]}${fits[0]}`;
}

/** A schedule's spec as Temporal takes it. Throws TimingUnusable. */
export function specOf({ cron, every, timeZone, jitter }: Timing): ScheduleSpec {
  if ((cron === undefined) === (every === undefined))
    throw new TimingUnusable('say when: either by cron, such as "0 2 * * *", or by every, such as 6h');
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new TimingUnusable(`there is no time zone ${JSON.stringify(timeZone)}; one is Europe/Berlin`);
  for (const each of cron ?? [])
    if (!isCron(each))
      throw new TimingUnusable(
        `cron ${JSON.stringify(each)} is no expression of 5 parts (minute hour day month weekday), such as "0 2 * * *"`,
      );
  return {
    ...(cron === undefined
      ? {}
      : {
          // The server makes a calendar of it, and keeps what stands behind the #.
          cronExpressions: cron.map((each) => `${each} # ${each}`),
        }),
    ...(every === undefined ? {} : { intervals: [{ every: milliseconds(every, 'every') }] }),
    ...(timeZone === undefined ? {} : { timezone: timeZone }),
    ...(jitter === undefined ? {} : { jitter: milliseconds(jitter, 'jitter') }),
  };
}

/** The policies of a new schedule, or those of an old one with what is given in place of what was. */
export function policiesOf(
  { overlap, catchUp, pauseOnFailure }: Timing,
  before?: ScheduleOptions['policies'],
): NonNullable<ScheduleOptions['policies']> {
  const base: NonNullable<ScheduleOptions['policies']> = before ?? {
    overlap: 'SKIP',
    catchupWindow: lastDay,
    pauseOnFailure: false,
  };
  return {
    ...base,
    ...(overlap === undefined ? {} : { overlap: policyOf(overlap) }),
    ...(catchUp === undefined ? {} : { catchupWindow: milliseconds(catchUp, 'catch-up') }),
    ...(pauseOnFailure === undefined ? {} : { pauseOnFailure }),
  };
}

const policies = {
  skip: 'SKIP',
  'buffer-one': 'BUFFER_ONE',
  'buffer-all': 'BUFFER_ALL',
  'cancel-other': 'CANCEL_OTHER',
  'terminate-other': 'TERMINATE_OTHER',
  'allow-all': 'ALLOW_ALL',
} as const satisfies Record<Overlap, string>;
type Policy = (typeof policies)[Overlap];

/** Temporal's word for a way to overlap. */
export function policyOf(overlap: Overlap): Policy {
  return policies[overlap];
}

/** Ours for Temporal's. */
export function overlapOf(policy: string | undefined): Overlap {
  return overlaps.find((overlap) => policies[overlap] === policy) ?? 'skip';
}

/** When a schedule's builds begin, in words. */
export function whenOf({ calendars = [], intervals = [] }: ScheduleSpecDescription): string {
  const told = [
    ...calendars.map(({ comment }) => `cron ${comment || '(a calendar)'}`),
    ...intervals.map(({ every }) => `every ${lengthOf(every)}`),
  ];
  return told.join(', ') || 'never by itself';
}

function isCron(text: string): boolean {
  if (/^@(hourly|daily|midnight|weekly|monthly|yearly|annually|every \S+)$/.test(text.trim())) return true;
  const parts = text.trim().split(/\s+/);
  return parts.length >= 5 && parts.length <= 7 && parts.every((part) => /^[\dA-Za-z*/,?#-]+$/.test(part));
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
