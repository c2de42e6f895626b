import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DatasetSchema, type Dataset } from '../../schemas/build/task.ts';

/** `tunesmith run CONFIG --json` as a process of its own, which is stopped, killed and started again. */
export class ChaosCommand {
  readonly name: string;
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #output = '';
  #errors = '';
  #ended = false;

  constructor(name: string, config: string, env: NodeJS.ProcessEnv) {
    this.name = name;
    this.#args = ['run', config, '--json'];
    this.#env = env;
  }

  start(): void {
    this.#ended = false;
    const main = fileURLToPath(new URL(`../../cli/main${extension}`, import.meta.url));
    const before = extension === '.ts' ? ['--import', import.meta.resolve('tsx')] : [];
    const child = spawn(process.execPath, [...before, main, ...this.#args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.#env,
    });
    this.#child = child;
    [this.#output, this.#errors] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (this.#output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (this.#errors = (this.#errors + data.toString()).slice(-6000)));
    child.once('close', () => {
      if (this.#child === child) this.#ended = true;
    });
  }

  /** False once it has come to an end by itself. */
  get running(): boolean {
    return !this.#ended;
  }

  signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    try {
      if (pid !== undefined && !this.#ended) process.kill(-pid, signal);
    } catch {
      // It ended in between.
    }
  }

  /** Ends it by SIGKILL; resolves when it is gone. It does not count as ended: it is to be started again. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const gone = once(child, 'close');
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
    await gone;
  }

  /** True where it has ended because the server did not answer it. */
  get metNoServer(): boolean {
    return this.#ended && this.#child?.exitCode === 2 && this.#errors.includes('no Temporal server answers');
  }

  /** What it told when it ended; its own words where it failed. */
  told(): Dataset | { readonly failed: string } {
    const code = this.#child?.exitCode;
    if (code !== 0) return { failed: `exit code ${String(code)}: ${this.#errors.slice(-2000)}` };
    return DatasetSchema.parse(JSON.parse(this.#output));
  }
}

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
