import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MemoryWatch } from '../metering/memory-watch.ts';
import { UsageSchema, type Usage } from '../metering/usage-schema.ts';
import { LineQueue } from './line-queue.ts';

/** A process that did not do what the benchmark needs of it. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed';
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Seconds from spawn to exit. */
  readonly seconds: number;
  /** Of the program and every Node process below it; empty after SIGKILL. */
  readonly usage: readonly Usage[];
  /** CPU milliseconds of all of them. */
  readonly cpuMs: number;
  /** Highest sum of resident memory that was seen, or that a single process reports. */
  readonly peakMiB: number;
  readonly output: string;
}

export interface Program {
  readonly pid: number;
  /** The next line of its standard output; throws ProgramFailed when it ends instead. */
  line(): Promise<string>;
  /** Throws ProgramFailed when it ended with another code than 0, unless it was told to end. */
  readonly ended: Promise<Ended>;
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Path of a module of this repository, given from its top without the extension. */
export function moduleAt(path: string): URL {
  return new URL(`../../${path}.${extension}`, import.meta.url);
}

/** A program that says by itself how it is started is started so, as people do it. */
function commandFor(path: string): [file: string, ...args: string[]] {
  return readFileSync(path, 'utf8').startsWith('#!') && path.endsWith('.js')
    ? [path]
    : [process.execPath, path];
}

/** Starts a module of this repository as a Node process of its own, in a process group of its own. */
export async function startProgram(
  module: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const usageDir = await mkdtemp(join(tmpdir(), 'tunesmith-bench-usage-'));
  const startedAt = performance.now();
  const [file, ...before] = commandFor(fileURLToPath(moduleAt(module)));
  const child = spawn(file, [...before, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${moduleAt('bench/programs/usage-report').href} ${process.env['BENCH_NODE_OPTIONS'] ?? ''}`,
      TUNESMITH_BENCH_USAGE: usageDir,
      ...env,
    },
  });
  const errors: string[] = [];
  child.stderr.on('data', (data: Buffer) => errors.push(data.toString()));
  const output = (): string => `${lines.rest()}\n${errors.join('')}`.trim().slice(-4000);
  const lines = new LineQueue(child.stdout);
  const exited = once(child, 'exit');
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new ProgramFailed(`${module} did not start`);
  running.add(pid);
  const memory = new MemoryWatch([pid]);
  let told = false;

  const ended = exited.then(async () => {
    const seconds = (performance.now() - startedAt) / 1000;
    running.delete(pid);
    const sampled = memory.stop();
    const usage = await readUsage(usageDir);
    if (child.exitCode !== 0 && !told)
      throw new ProgramFailed(`${module} ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
    return {
      code: child.exitCode,
      signal: child.signalCode,
      seconds,
      usage,
      cpuMs: usage.reduce((sum, { userMs, systemMs }) => sum + userMs + systemMs, 0),
      peakMiB: Math.max(sampled, ...usage.map(({ peakMiB }) => peakMiB ?? 0)),
      output: output(),
    };
  });
  ended.catch(() => undefined);

  return {
    pid,
    ended,
    async line() {
      const line = await lines.next();
      if (line !== undefined) return line;
      await ended;
      throw new ProgramFailed(`${module} ended before it said what was waited for:\n${output()}`);
    },
    async end(signal = 'SIGTERM') {
      told = true;
      if (child.exitCode === null && child.signalCode === null) process.kill(-pid, signal);
      return ended;
    },
  };
}

async function readUsage(folder: string): Promise<Usage[]> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  await rm(folder, { recursive: true, force: true });
  return texts.map((text) => UsageSchema.parse(JSON.parse(text)));
}

const running = new Set<number>();

/** Kills every program that still runs, at once: for the benchmark's own end by a signal or an error. */
export function killPrograms(): void {
  for (const pid of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
}
