import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into every process that the benchmark measures (node --import): at its end the process writes down what it
 * used. Nothing else can: the kernel forgets a process's figures with the process.
 */
const folder = process.env['TUNESMITH_BENCH_USAGE'];
if (isMainThread && folder !== undefined) process.on('exit', () => report(folder));

function report(into: string): void {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = {
    pid: process.pid,
    program: basename(process.argv[1] ?? 'node'),
    userMs: userCPUTime / 1000,
    systemMs: systemCPUTime / 1000,
    peakMiB: peakMiB(),
  };
  writeFileSync(join(into, `${process.pid}.json`), JSON.stringify(usage));
}

/** Not resourceUsage().maxRSS: that one begins with the resident set of the process that started this one. */
function peakMiB(): number | null {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kibibytes === undefined ? null : Number(kibibytes) / 1024;
  } catch {
    return null;
  }
}
