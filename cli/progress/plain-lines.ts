import type { BuildProgress, StageState } from '../../client/index.ts';
import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { clock, compact, exact } from '../text/amounts.ts';
import type { Speed } from './speed.ts';
import { isDone, rowsText } from './view.ts';

/** Between two lines of the same stages; longer where nothing moves. */
const shortestPauseMs = 5000;
const longestPauseMs = 60_000;

/**
 * Progress for logs: a line when a stage ends or something changes, else at most one every five seconds, or a minute apart
 * where nothing moves. Why it waits stands in each: whoever looks at a log looks at its end.
 */
export class PlainLines {
  private readonly told = new Set<string>();
  private readonly write: (line: string) => void;
  private readonly speed: Speed;
  private phase = '';
  private notes = '';
  private toldAt = -Infinity;
  private rows = '';
  private pauseMs = shortestPauseMs;

  constructor(write: (line: string) => void, speed: Speed) {
    this.write = write;
    this.speed = speed;
  }

  /** `seconds` since the display began. */
  show({ phase, paused, waiting, stages }: BuildProgress, seconds: number): void {
    const say = (text: string) => {
      this.toldAt = seconds * 1000;
      this.write(`[${clock(seconds)}] ${nameOnTerminal(text)}`);
    };
    const notes = paused ? 'paused' : waiting.map((reason) => `waiting: ${reason}`).join('; ');
    // How much an endpoint limits us to, or how far batches are, changes all the time; that they are is said once.
    const kind = notes
      .replaceAll(/limited to [\d.]+\/s/g, 'limited')
      .replaceAll(/[\d,]+ of [\d,]+ requests/g, 'requests');
    if (kind !== this.notes) say(notes === '' ? 'going on' : notes);
    this.notes = kind;
    if (phase !== this.phase) say(phase);
    this.phase = phase;
    const met = new Map<string, number>();
    for (const stage of stages) {
      // A recipe may run a stage twice.
      const time = (met.get(stage.title) ?? 0) + 1;
      met.set(stage.title, time);
      const key = `${time} ${stage.title}`;
      if (!isDone(stage) || this.told.has(key)) continue;
      this.told.add(key);
      say(endOf(stage));
    }
    const active = stages.filter((stage) => !isDone(stage) && stage.rows > 0);
    const rows = active.map((stage) => rowsText(stage)).join();
    if (rows !== this.rows) this.pauseMs = shortestPauseMs;
    if (active.length === 0 || seconds * 1000 - this.toldAt < this.pauseMs) return;
    this.pauseMs = rows === this.rows ? Math.min(longestPauseMs, this.pauseMs * 2) : shortestPauseMs;
    this.rows = rows;
    const states = active.map((stage) => this.stateOf(stage)).join(' · ');
    say(notes === '' ? states : `${states}; ${notes}`);
  }

  private stateOf(stage: StageState): string {
    const speed = this.speed.of(stage.stage);
    const rate = speed === undefined ? '' : ` (${speed < 10 ? speed.toFixed(1) : compact(speed)}/s)`;
    return `${stage.title} ${rowsText(stage)}${rate}`;
  }
}

function endOf({
  title,
  rows,
  out,
  rejected,
  asked,
  reused,
  completionTokens,
  fromEarlier,
}: StageState): string {
  if (fromEarlier) return `${title}: ${exact(out)} rows, all from an earlier build`;
  const parts = [`${exact(rows)} rows in`, `${exact(out)} out`, `${exact(rejected)} rejected`];
  if (asked + reused > 0) parts.push(`${exact(asked)} answers asked for`, `${exact(reused)} reused`);
  if (completionTokens > 0) parts.push(`${compact(completionTokens)} tokens`);
  return `${title}: ${parts.join(', ')}`;
}
