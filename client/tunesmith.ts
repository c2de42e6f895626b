import { Client, WorkflowExecutionAlreadyStartedError, type Connection } from '@temporalio/client';
import { clientConnection } from '../connection/client-connection.ts';
import { serverSettings, type GivenServer, type ServerSettings } from '../connection/server-settings.ts';
import type { BuildConfig } from '../schemas/build/build.ts';
import { queues } from '../schemas/build/queue.ts';
import type { WhenUnderWay } from '../schemas/build/start.ts';
import { recipes } from '../schemas/recipes/index.ts';
import { Attributed } from './attributed.ts';
import type { RunningBuild } from '../activities/versions/index.ts';
import { BuildHandle } from './build-handle.ts';
import { buildState, recipeIn, type BuildInfo } from './build-info.ts';
import { BuildRunning } from './build-running.ts';
import { BuildUnknown } from './build-unknown.ts';
import { Schedules } from './schedules/schedules.ts';
import { idBeside, requestedAs, startOfBuild } from './start-options.ts';

export type ConnectOptions = GivenServer;

/** What may be said of a client beside its server. */
export interface ClientOptions {
  /** Told, once each, what a person should know and what is no error. @default nothing is told */
  readonly say?: ((line: string) => void) | undefined;
}

export interface StartOptions {
  /**
   * Names what is asked for: a start with the key that the newest build of this name was started with gives that build, also
   * when it has ended, so that a caller may try again without making a second build.
   */
  readonly idempotencyKey?: string | undefined;
  /**
   * What becomes of it while another build of its dataset is at work, whoever started that. `wait` builds afterwards, under
   * an id of its own, `NAME-` and 12 characters; `join` takes the other one for this where its config is the same;
   * `refuse` makes none. The build itself holds to it as well where the other one goes by another id, and then fails.
   * @default `join` of the one that is called as the dataset, `wait` for any other
   */
  readonly whenUnderWay?: WhenUnderWay | undefined;
}

/** Builds by their workflows' types, whoever started them: a namespace need not have our search attributes. */
function everyBuild(): string {
  const types = [...new Set(recipes.map(({ workflow }) => `'${workflow}'`))];
  return `TaskQueue = '${queues.builds}' AND WorkflowType IN (${types.join(', ')})`;
}

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
  private readonly attributed: Attributed;
  /** Datasets that are built again and again. */
  readonly schedules: Schedules;

  private constructor(
    connection: Connection,
    { address, namespace }: Pick<ServerSettings, 'address' | 'namespace'>,
    { say = () => undefined }: ClientOptions,
  ) {
    this.connection = connection;
    this.address = address;
    this.namespace = namespace;
    this.client = new Client({ connection, namespace });
    this.attributed = new Attributed(connection, namespace, say);
    this.schedules = new Schedules(this.client, this.attributed);
  }

  /**
   * What is not given is looked for where all Temporal SDKs look: `TEMPORAL_*` variables and profiles of `temporal.toml`.
   * Throws ConnectionUnusable, ServerUnreachable.
   */
  static async connect(
    server: ConnectOptions | ServerSettings = {},
    options: ClientOptions = {},
  ): Promise<Tunesmith> {
    const settings = 'metadata' in server ? server : serverSettings(server);
    return new Tunesmith(await clientConnection(settings), settings, options);
  }

  /**
   * Starts a build, or joins the one of that name that is under way with the same config (after Ctrl-C, a crash, or
   * from a second terminal); `whenUnderWay` says otherwise. A second build of a name makes the dataset's next version;
   * with an idempotency key there is none for a start that is tried again.
   * Throws BuildRunning when the build under way has another config or `refuse` was said, ConfigError for one that is larger than Temporal takes.
   */
  async start(
    config: BuildConfig,
    { idempotencyKey, whenUnderWay }: StartOptions = {},
  ): Promise<BuildHandle> {
    const { workflowType, digest, attributes, options } = startOfBuild(
      config,
      whenUnderWay === undefined ? undefined : { whenUnderWay },
    );
    const workflowId = whenUnderWay === 'wait' ? idBeside(config.name, idempotencyKey) : config.name;
    for (;;) {
      try {
        const started = await this.attributed.start(attributes, (typedSearchAttributes) =>
          this.client.workflow.start(workflowType, {
            ...options,
            workflowId,
            typedSearchAttributes,
            ...requestedAs(idempotencyKey),
            workflowIdConflictPolicy: 'FAIL',
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          }),
        );
        return new BuildHandle(this.client, workflowId, started.firstExecutionRunId);
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
      const running = this.get(workflowId);
      const [{ state, runId }, memo] = await Promise.all([running.info(), running.memo()]);
      // It may have ended in between: then there is room for ours.
      if (state !== 'running') continue;
      const same = memo['configDigest'] === digest;
      if (!same || whenUnderWay === 'refuse') throw new BuildRunning(workflowId, same);
      return new BuildHandle(this.client, workflowId, runId, true);
    }
  }

  /** The newest build of an id. Nothing is asked of the server yet. */
  get(id: string): BuildHandle {
    return new BuildHandle(this.client, id);
  }

  /**
   * The build of a name that began last: the one of that id, or what the schedule of that name began, whose ids have a time
   * behind the name. Throws BuildUnknown.
   */
  async newest(name: string): Promise<BuildHandle> {
    const own = this.get(name);
    const [info, last] = await Promise.all([
      own.info().catch((error: unknown) => {
        if (error instanceof BuildUnknown) return undefined;
        throw error;
      }),
      this.schedules.get(name).last(),
    ]);
    if (last !== undefined && (info === undefined || last.at > info.startedAt)) return this.get(last.build);
    if (info === undefined) throw new BuildUnknown(name);
    return own;
  }

  /** Builds, newest first. */
  async *list(): AsyncIterable<BuildInfo> {
    const builds = this.client.workflow.list({ query: everyBuild() });
    for await (const { workflowId: id, runId, type, status, startTime, closeTime, memo } of builds)
      yield {
        id,
        runId,
        recipe: recipeIn(memo) || recipeWith(type),
        state: buildState(status.name),
        startedAt: startTime,
        closedAt: closeTime,
      };
  }

  /** The builds under way, each with the tables that it has made or begun, for `Datasets.gc`. */
  async running(): Promise<RunningBuild[]> {
    const running: RunningBuild[] = [];
    for await (const { id, runId, state } of this.list())
      if (state === 'running')
        running.push({
          id: `${id}/${runId}`,
          tables: await new BuildHandle(this.client, id, runId).tables(),
        });
    return running;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

/** The recipe of a build that another client started, without our memo. */
function recipeWith(type: string): string {
  return recipes.find(({ workflow }) => workflow === type)?.name ?? type;
}
