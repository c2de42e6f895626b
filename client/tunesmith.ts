import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  type ConnectionOptions,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { BuildConfig } from '../schemas/build/build.ts';
import { queues, searchAttributeNames } from '../schemas/build/queue.ts';
import type { Recipe } from '../schemas/build/recipe.ts';
import { recipeOf } from '../schemas/recipes/index.ts';
import { BuildHandle } from './build-handle.ts';
import { buildState, recipeIn, type BuildInfo } from './build-info.ts';
import { BuildRunning } from './build-running.ts';
import { configDigest } from './config/config-digest.ts';
import { ServerUnreachable } from './server-unreachable.ts';

export interface ConnectOptions {
  /** @default TEMPORAL_ADDRESS, or 127.0.0.1:7233 */
  readonly address?: string | undefined;
  /** @default TEMPORAL_NAMESPACE, or default */
  readonly namespace?: string | undefined;
  /** For Temporal Cloud and other servers behind TLS. */
  readonly tls?: ConnectionOptions['tls'];
  readonly apiKey?: ConnectionOptions['apiKey'];
}

/** A server that is there answers at once; one that is starting up may take a moment. */
const connectLimit = '5 seconds';

const [recipeKey, datasetKey, kindKey] = searchAttributeNames.map((name) =>
  defineSearchAttributeKey(name, 'KEYWORD'),
);

/**
 * Starts builds and finds them again. Workers do the work: those of `tunesmith run`, `tunesmith dev` or
 * `tunesmith worker`.
 *
 * @example
 * const tunesmith = await Tunesmith.connect({ address: '127.0.0.1:7233' });
 * const build = await tunesmith.start(await loadConfig('my-dataset.yaml'));
 * const dataset = await build.result();
 * console.log(`${dataset.rows} rows in ${dataset.location}`);
 * await tunesmith.close();
 */
export class Tunesmith {
  readonly address: string;
  readonly namespace: string;
  private readonly connection: Connection;
  private readonly client: Client;

  private constructor(connection: Connection, address: string, namespace: string) {
    this.connection = connection;
    this.address = address;
    this.namespace = namespace;
    this.client = new Client({ connection, namespace });
  }

  /** Throws ServerUnreachable. */
  static async connect(options: ConnectOptions = {}): Promise<Tunesmith> {
    const address = options.address ?? (process.env['TEMPORAL_ADDRESS'] || '127.0.0.1:7233');
    const namespace = options.namespace ?? (process.env['TEMPORAL_NAMESPACE'] || 'default');
    const { tls, apiKey } = options;
    const connection = await Connection.connect({
      address,
      connectTimeout: connectLimit,
      ...(tls === undefined ? {} : { tls }),
      ...(apiKey === undefined ? {} : { apiKey }),
    }).catch((error: unknown) => {
      throw new ServerUnreachable(address, error instanceof Error ? error.message : String(error), {
        cause: error,
      });
    });
    return new Tunesmith(connection, address, namespace);
  }

  /**
   * Starts a build, or joins the one of that name that is under way with the same config (after Ctrl-C, a crash, or
   * from a second terminal). A second build of a name makes the dataset's next version.
   * Throws BuildRunning when the build under way has another config.
   */
  async start(config: BuildConfig): Promise<BuildHandle> {
    const recipe = recipeOf(config.recipe);
    const digest = configDigest(config);
    for (;;) {
      try {
        const started = await this.client.workflow.start(
          recipe.workflow,
          startOptions(config, recipe, digest),
        );
        return new BuildHandle(this.client, config.name, started.firstExecutionRunId);
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
      const running = this.get(config.name);
      const [{ state, runId }, memo] = await Promise.all([running.info(), running.memo()]);
      // It may have ended in between: then there is room for ours.
      if (state !== 'running') continue;
      if (memo['configDigest'] !== digest) throw new BuildRunning(config.name);
      return new BuildHandle(this.client, config.name, runId, true);
    }
  }

  /** The newest build of a name. Nothing is asked of the server yet. */
  get(id: string): BuildHandle {
    return new BuildHandle(this.client, id);
  }

  /** Builds, newest first. */
  async *list(): AsyncIterable<BuildInfo> {
    const builds = this.client.workflow.list({ query: `TunesmithKind = 'build'` });
    for await (const { workflowId: id, runId, status, startTime, closeTime, memo } of builds)
      yield {
        id,
        runId,
        recipe: recipeIn(memo),
        state: buildState(status.name),
        startedAt: startTime,
        closedAt: closeTime,
      };
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

function startOptions(config: BuildConfig, recipe: Recipe, digest: string): WorkflowStartOptions {
  const { name, store } = config;
  const attributes = [
    [recipeKey, recipe.name],
    [datasetKey, name],
    [kindKey, 'build'],
  ] as const;
  return {
    workflowId: name,
    taskQueue: queues.builds,
    args: [config],
    workflowIdConflictPolicy: 'FAIL',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: attributes.flatMap(([key, value]) => (key === undefined ? [] : [{ key, value }])),
    memo: { configDigest: digest, recipe: recipe.name, store },
    staticSummary: `${recipe.title} → ${name}`,
    staticDetails: [recipe.paper, `Dataset **${name}** in \`${store.uri}\``].filter(Boolean).join('\n\n'),
  };
}
