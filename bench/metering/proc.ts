import { readFileSync } from 'node:fs';

/** USER_HZ, in which Linux counts CPU time for /proc on all common machines. */
const ticksPerSecond = 100;

/** A process and all below it that are alive now; empty when it is gone or there is no /proc. */
export function treeOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`);
  if (children === undefined) return [];
  return [
    pid,
    ...children
      .split(' ')
      .filter(Boolean)
      .flatMap((child) => treeOf(Number(child))),
  ];
}

/** Resident memory in MiB; 0 when the process is gone. */
export function residentMiB(pid: number): number {
  return fieldMiB(pid, 'VmRSS');
}

/** The highest that it was, in MiB. */
export function peakResidentMiB(pid: number): number {
  return fieldMiB(pid, 'VmHWM');
}

/** CPU time, user and system, that the process has used so far, with its children that ended. */
export function cpuMs(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return 0;
  // The name in parentheses may hold spaces; utime is the 12th field after it, then stime, cutime, cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1000) / ticksPerSecond;
}

function fieldMiB(pid: number, field: string): number {
  const [, kibibytes] = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`) ?? '') ?? [];
  return kibibytes === undefined ? 0 : Number(kibibytes) / 1024;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
