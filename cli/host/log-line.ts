import { appendFileSync } from 'node:fs';

/** Appends a line to a log. It is called from timers: a disk that takes no line must not end what the line is about. */
export function logLine(path: string, line: string): void {
  try {
    appendFileSync(path, `${new Date().toISOString()} ${line}\n`);
  } catch {
    // Whoever needs the room says that there is none.
  }
}
