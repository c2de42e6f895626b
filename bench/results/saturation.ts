import type { Stats } from '../../infra/standin/stats.ts';

export interface Service {
  readonly latencyMs: number;
  readonly slots: number;
}

/** Seconds from the first request's arrival to the last answer's delivery, as the endpoint saw it. */
export function phaseSeconds({
  firstRequestAt,
  lastAnswerAt,
}: Pick<Stats, 'firstRequestAt' | 'lastAnswerAt'>): number {
  return firstRequestAt === null || lastAnswerAt === null ? NaN : (lastAnswerAt - firstRequestAt) / 1000;
}

/** Seconds that the rows take when every slot is always busy. */
export function idealSeconds(rows: number, { latencyMs, slots }: Service): number {
  return (rows * latencyMs) / 1000 / slots;
}

/** Share of the slots' time between first request and last answer that the rows' service time fills. */
export function saturation(stats: Stats, service: Service): number {
  return idealSeconds(stats.answered, service) / phaseSeconds(stats);
}

/** The same against the time that the slots were in use, for service times that differ from row to row. */
export function busySaturation(stats: Stats, { slots }: Service): number {
  return stats.busyMs / 1000 / slots / phaseSeconds(stats);
}

/** Answers a second between first request and last answer. */
export function rowsPerSecond(stats: Stats): number {
  return stats.answered / phaseSeconds(stats);
}
