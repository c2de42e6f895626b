/**
 * `tunesmith/testing`: a place to run builds in a test, with a real Temporal server and the rule-based stand-in in the
 * place of models.
 *
 * @packageDocumentation
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { resolvePaths } from '../config/paths.ts';
import { clientConnection } from '../connection/client-connection.ts';
import { ownServer } from '../connection/server-settings.ts';
import { startStandin, type Standin } from '../infra/standin/server.ts';
import type { StandinOptions } from '../infra/standin/options.ts';
import { startTemporal, type TemporalServer } from '../infra/servers/temporal.ts';
import { takeInRecipes } from '../recipe-folders/take-in.ts';
import { queues } from '../schemas/build/queue.ts';
import { recipeOf } from '../schemas/recipes/index.ts';
import type { Dataset } from '../schemas/build/task.ts';
import { openHome } from '../workers/home.ts';
import { startWorkers, type RunningWorkers, type WorkersOptions } from '../workers/start.ts';

/** What {@link openFoundry} is told. */
export interface FoundryOptions {
  /** Folders of recipes that are not ours. @default none */
  readonly recipes?: readonly string[];
  /** What the stand-in endpoint does: its models, mistakes, delays, faults. @default every answer at once, few mistakes */
  readonly standin?: StandinOptions;
  /** False to begin without workers. @default true */
  readonly withWorkers?: boolean;
  /** What workers see as their environment, such as API keys. @default nothing */
  readonly env?: NodeJS.ProcessEnv;
  /** What workers fill into configs beside the stand-in. @default nothing */
  readonly surroundings?: WorkersOptions['surroundings'];
}

/** A Temporal server, a stand-in endpoint, a store, and workers in this process. */
export interface Foundry {
  /** Its own folder, removed at the end. */
  readonly folder: string;
  /** Folder of the store that configs have which name none. */
  readonly store: string;
  readonly standin: Standin;
  readonly client: Client;
  readonly temporal: TemporalServer;
  /** Starts workers in this process; a foundry begins with one set. */
  work(): Promise<RunningWorkers>;
  readonly workers: RunningWorkers;
  /** Checks the config by its recipe's schema, runs the build and waits for it. */
  build(config: Record<string, unknown>): Promise<Dataset>;
  /** Starts the build alone. */
  start(config: Record<string, unknown>): ReturnType<Client['workflow']['start']>;
  /** Writes JSON lines into the folder; returns the path. */
  writeLines(name: string, records: readonly unknown[]): Promise<string>;
  /** Ends everything that it started. */
  close(): Promise<void>;
}

const none: RunningWorkers = {
  done: Promise.resolve(),
  hold: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

/**
 * Opens a foundry; close it when the test ends. The servers that it starts take free ports of this machine.
 *
 * @example
 * const foundry = await openFoundry({ recipes: [import.meta.dirname] });
 * const dataset = await foundry.build({ recipe: 'ask', name: 'asked', corpus: { files: ['documents.jsonl'] } });
 * expect(dataset.rows).toBe(3);
 * await foundry.close();
 */
export async function openFoundry(options: FoundryOptions = {}): Promise<Foundry> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    return await open(options, (end) => void opened.push(end), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  { recipes = [], standin: manner = {}, withWorkers = true, env = {}, surroundings = {} }: FoundryOptions,
  atEnd: (end: () => Promise<unknown>) => void,
  close: () => Promise<void>,
): Promise<Foundry> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-build-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  if (recipes.length > 0) await takeInRecipes(recipes, join(tmpdir(), 'tunesmith-recipes'));
  const temporal = await startTemporal({ dbPath: join(folder, 'temporal.db'), headless: true });
  atEnd(() => temporal.stop());
  const standin = await startStandin({
    models: ['stand-in', 'backward-model', 'forward-model', 'aligned-model'],
    ...manner,
  });
  atEnd(() => standin.close());
  // It has answered once; a machine beside other work may be slow to again.
  const connection = await clientConnection(ownServer(temporal.address, temporal.namespace), 60_000);
  atEnd(() => connection.close());
  const client = new Client({ connection, namespace: temporal.namespace });
  const home = await openHome({ TUNESMITH_HOME: join(folder, 'home') });
  const work = async (): Promise<RunningWorkers> => {
    const workers = await startWorkers({
      address: temporal.address,
      namespace: temporal.namespace,
      home,
      env,
      surroundings: { standIn: standin.baseUrl, ...surroundings },
    });
    atEnd(() => workers.stop());
    return workers;
  };
  const start: Foundry['start'] = async (given) => {
    const recipe = recipeOf(String(given['recipe']));
    const written = resolvePaths({ store: join(folder, 'store'), ...given }, process.cwd());
    const endpoints = { default: { urls: [standin.baseUrl] } };
    // One that leaves out models and endpoints, as people's configs do, is filled in by the build.
    const whole = recipe.schema.safeParse({ endpoints, ...written });
    return client.workflow.start(recipe.workflow, {
      workflowId: String(given['name']),
      taskQueue: queues.builds,
      args: [whole.data ?? written],
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
    close,
  };
}
