import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { onTestFinished } from 'vitest';
import { startStandin, type Standin } from '../../infra/standin/server.ts';
import type { StandinOptions } from '../../infra/standin/options.ts';
import { startTemporal, type TemporalServer } from '../../infra/servers/temporal.ts';
import { queues } from '../../schemas/build/queue.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { openHome } from '../../workers/home.ts';
import { startWorkers, type RunningWorkers } from '../../workers/start.ts';

/** A place to run builds in a test: a Temporal server, a stand-in endpoint, a store, and workers in this process. */
export interface Foundry {
  readonly folder: string;
  readonly store: string;
  readonly standin: Standin;
  readonly client: Client;
  readonly temporal: TemporalServer;
  /** Starts workers in this process; a foundry begins with one set. */
  work(): Promise<RunningWorkers>;
  readonly workers: RunningWorkers;
  /** Checks the config by its recipe's schema, runs the build and waits for it. */
  build(config: Record<string, unknown>): Promise<Dataset>;
  start(config: Record<string, unknown>): ReturnType<Client['workflow']['start']>;
  /** Writes JSON lines into the folder; returns the path. */
  writeLines(name: string, records: readonly unknown[]): Promise<string>;
}

/** Everything that it starts ends with the test. `env` is what its workers see, such as API keys. */
export async function openFoundry(
  options: StandinOptions = {},
  withWorkers = true,
  env: NodeJS.ProcessEnv = {},
): Promise<Foundry> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-build-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const temporal = await startTemporal({ dbPath: join(folder, 'temporal.db'), headless: true });
  onTestFinished(() => temporal.stop());
  const standin = await startStandin({
    models: ['stand-in', 'backward-model', 'forward-model', 'aligned-model'],
    ...options,
  });
  onTestFinished(() => standin.close());
  const connection = await Connection.connect({ address: temporal.address });
  onTestFinished(() => connection.close());
  const client = new Client({ connection, namespace: temporal.namespace });
  const home = await openHome({ TUNESMITH_HOME: join(folder, 'home') });
  const work = async (): Promise<RunningWorkers> => {
    const workers = await startWorkers({
      address: temporal.address,
      namespace: temporal.namespace,
      home,
      env,
    });
    onTestFinished(() => workers.stop());
    return workers;
  };
  const none: RunningWorkers = {
    done: Promise.resolve(),
    hold: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const start: Foundry['start'] = async (given) => {
    const recipe = recipeOf(String(given['recipe']));
    const config = recipe.schema.parse({
      store: join(folder, 'store'),
      endpoints: { default: { urls: [standin.baseUrl] } },
      ...given,
    });
    return client.workflow.start(recipe.workflow, {
      workflowId: config.name,
      taskQueue: queues.builds,
      args: [config],
    });
  };
  return {
    folder,
    store: join(folder, 'store'),
    standin,
    client,
    temporal,
    work,
    workers: withWorkers ? await work() : none,
    start,
    async build(config) {
      const handle = await start(config);
      return handle.result() as Promise<Dataset>;
    },
    async writeLines(name, records) {
      const path = join(folder, name);
      await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      return path;
    },
  };
}
