import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startTemporal, type TemporalServer } from '../../infra/servers/temporal.ts';
import { peakResidentMiB, cpuMs, treeOf } from '../metering/proc.ts';
import { startEndpoint, type BenchEndpoint, type EndpointOptions } from '../processes/endpoint.ts';
import { startProgram, type Program } from '../processes/program.ts';
import { writePrompts } from './prompts.ts';

/** CPU and memory of the Temporal server, which are not counted as ours. */
export interface TemporalUsage {
  readonly cpuMs: number;
  readonly peakMiB: number;
}

/** Where one scenario runs: a folder and a Temporal server of its own; all that it starts ends with it. */
export class Workshop {
  readonly folder: string;
  readonly temporal: TemporalServer;
  readonly client: Client;
  private readonly scale: number;
  private readonly endings: (() => Promise<unknown>)[];
  private places = 0;

  private constructor(folder: string, temporal: TemporalServer, client: Client, scale: number) {
    this.folder = folder;
    this.temporal = temporal;
    this.client = client;
    this.scale = scale;
    this.endings = [];
  }

  /** @param scale factor on the rows of every scenario */
  static async open(scale: number): Promise<Workshop> {
    const folder = await mkdtemp(join(tmpdir(), 'tunesmith-bench-'));
    const temporal = await startTemporal({ dbPath: join(folder, 'temporal.db'), headless: true });
    const connection = await Connection.connect({ address: temporal.address });
    const workshop = new Workshop(
      folder,
      temporal,
      new Client({ connection, namespace: temporal.namespace }),
      scale,
    );
    workshop.atEnd(() => rm(folder, { recursive: true, force: true }));
    workshop.atEnd(() => temporal.stop());
    workshop.atEnd(() => connection.close());
    return workshop;
  }

  /** Called at the end, the last one given first. */
  atEnd(ending: () => Promise<unknown>): void {
    this.endings.push(ending);
  }

  async close(): Promise<void> {
    for (const ending of this.endings.toReversed()) await ending().catch(() => undefined);
  }

  /** Rows at this run's scale, at least 200. */
  rows(full: number): number {
    return Math.max(Math.min(full, 200), Math.round(full * this.scale));
  }

  async endpoint(options: EndpointOptions): Promise<BenchEndpoint> {
    const endpoint = await startEndpoint(options);
    this.atEnd(() => endpoint.stop());
    return endpoint;
  }

  /** A new folder inside the workshop's. */
  place(name: string): string {
    this.places += 1;
    return join(this.folder, `${name}-${this.places}`);
  }

  /** Writes prompts `from` on into a file; returns its path. */
  async prompts(rows: number, from = 0): Promise<string> {
    const path = `${this.place('prompts')}.jsonl`;
    await writePrompts(path, rows, from);
    return path;
  }

  async file(name: string, content: string): Promise<string> {
    const path = `${this.place('file')}-${name}`;
    await writeFile(path, content);
    return path;
  }

  /** Starts a program that ends with the workshop at the latest. */
  async program(module: string, args: readonly string[], env: Record<string, string> = {}): Promise<Program> {
    const program = await startProgram(module, args, env);
    this.atEnd(() => program.end('SIGKILL'));
    return program;
  }

  /** What the Temporal server has used so far. */
  temporalUsage(): TemporalUsage {
    const pids = this.temporal.pid === undefined ? [] : treeOf(this.temporal.pid);
    return {
      cpuMs: pids.reduce((sum, pid) => sum + cpuMs(pid), 0),
      peakMiB: pids.reduce((sum, pid) => sum + peakResidentMiB(pid), 0),
    };
  }
}
