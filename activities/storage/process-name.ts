import { hostname } from 'node:os';

const startedAt = Math.round(performance.timeOrigin);

/** Names this process among all that share a folder: its host, its id and when it began, since ids are used again. */
export function processName(): string {
  return `${hostname()}-${process.pid}-${startedAt}`;
}

/** Whether a name is one that `processName` gives, on whichever host. */
export function isProcess(name: string): boolean {
  return /^.+-\d+-\d+$/.test(name);
}

/** Whether a name is that of a process of this host that does not exist any more. */
export function isGone(name: string): boolean {
  const [, host, id, start] = /^(.+)-(\d+)-(\d+)$/.exec(name) ?? [];
  if (host !== hostname()) return false;
  // In a container every process that is started again has the id of the one before it.
  if (Number(id) === process.pid) return Number(start) !== startedAt;
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}
