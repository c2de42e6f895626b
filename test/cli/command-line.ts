import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** Variables of the developer's shell that would change what the command does. */
const unset = [
  'TEMPORAL_ADDRESS',
  'TUNESMITH_HOME',
  'OPENAI_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_MODEL',
  'FORCE_COLOR',
];

/** The real command line under way. */
export interface Running {
  readonly pid: number;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended and all it printed is here. */
  readonly ended: Promise<Outcome>;
}

/** For `env`: the sources themselves, whose packages are loaded one by one. */
export const theSources = { TUNESMITH_TEST_COMMAND: '' };

/** What is built, where it is built of these sources (`shared-by-all.ts`); else the sources. */
function commandItself(env: NodeJS.ProcessEnv): string[] {
  const built = { ...process.env, ...env }['TUNESMITH_TEST_COMMAND'] ?? '';
  if (built !== '') return [built];
  return [process.execPath, '--import', import.meta.resolve('tsx'), main];
}

/** The command line itself, for what starts it by its own means. */
export function theCommand(args: string[]): string[] {
  return [...commandItself({}), ...args];
}

/** Starts the real command line in a process of its own, in `cwd`; it ends with the test. */
export function startTunesmith(
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  umask?: number,
): Running {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !unset.includes(name)));
  const command = [...commandItself(env), ...args];
  const setUmask = umask === undefined ? '' : `umask ${umask.toString(8)};`;
  // A worker thread may not change its own umask.
  const child = spawn('sh', ['-c', `${setUmask} exec "$@"`, 'sh', ...command], {
    cwd,
    env: { ...clean, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Outcome>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return {
    pid: child.pid ?? -1,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** Runs the real command line in a process of its own, in `cwd`, until it ends. */
export async function tunesmith(
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  umask?: number,
): Promise<Outcome> {
  return startTunesmith(args, cwd, env, umask).ended;
}
