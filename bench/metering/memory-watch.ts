import { residentMiB, treeOf } from './proc.ts';

/** Milliseconds between two looks. */
const interval = 200;

/** Watches the resident memory of processes and all below them, added up. */
export class MemoryWatch {
  /** Highest sum seen, in MiB. */
  peakMiB = 0;
  private readonly pids: readonly number[];
  private readonly timer: NodeJS.Timeout;

  constructor(pids: readonly number[]) {
    this.pids = pids;
    this.timer = setInterval(() => this.look(), interval);
    this.timer.unref();
  }

  /** Ends the watch; returns the peak. */
  stop(): number {
    clearInterval(this.timer);
    return this.peakMiB;
  }

  private look(): void {
    const sum = this.pids.flatMap(treeOf).reduce((total, pid) => total + residentMiB(pid), 0);
    this.peakMiB = Math.max(this.peakMiB, sum);
  }
}
