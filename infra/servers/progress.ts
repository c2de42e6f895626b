/** Receives one line, without a newline, about what a slow step is doing now. */
export type OnProgress = (line: string) => void;

/** For callers that show nothing. */
export const silent: OnProgress = () => {};

/** A duration for people: `45s`, `2m10s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}
