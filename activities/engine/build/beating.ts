import { Context } from '@temporalio/activity';
import type { Report } from './report.ts';

/** Milliseconds between the heartbeats of an activity that has nothing to report. */
const beatInterval = 2000;

/** Runs a long step with heartbeats, so that a lost worker is noticed and a cancellation arrives. */
export async function beating<T>(work: (signal: AbortSignal, report: Report) => Promise<T>): Promise<T> {
  const context = Context.current();
  let what = '';
  const timer = setInterval(() => context.heartbeat(what), beatInterval);
  try {
    return await work(context.cancellationSignal, (report) => {
      what = report;
      context.heartbeat(what);
    });
  } finally {
    clearInterval(timer);
  }
}
