import { setImmediate } from 'node:timers/promises';
import { Runtime, DefaultLogger, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { WorkerParts } from '../activities/engine/build/worker-parts.ts';
import { allEnded } from '../activities/concurrently.ts';
import { ownServer, type ServerSettings } from '../connection/server-settings.ts';
import { workerConnection } from '../connection/worker-connection.ts';
import { queues } from '../schemas/build/queue.ts';
import { rowActivities } from './row-activities.ts';
import { collectEarly } from './collect-early.ts';
import type { Home } from './home.ts';
import { createParts } from './parts.ts';
import { PermanentFailures } from './permanent-failures.ts';
import { UnfinishedTasks } from './unfinished-tasks.ts';
import { unwatched, type WorkersRoom } from './workers-room.ts';
import { workflowBundle } from './workflow-bundle.ts';

export const workerKinds = ['builds', 'rows', 'sets'] as const;
export type WorkerKind = (typeof workerKinds)[number];

/** Without more than address and namespace it is a server without TLS. */
export interface WorkersOptions
  extends
    Pick<ServerSettings, 'address' | 'namespace'>,
    Partial<Omit<ServerSettings, 'address' | 'namespace'>> {
  readonly home: Home;
  /** Who looks after the home's disk. @default nobody */
  readonly room?: WorkersRoom;
  /** Where keys and settings are. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** What configs may leave out or name: the fleet, a stand-in, a default store. @default nothing */
  readonly surroundings?: WorkerParts['surroundings'];
  /** Which task queues this process serves. @default all of them */
  readonly kinds?: readonly WorkerKind[];
  /** Shards under way at once in this process. @default 24 */
  readonly shards?: number;
  /** Called while the thread of the workflows comes up, which takes a sixth of a second. It must not fail. */
  readonly meanwhile?: () => Promise<void> | void;
  /** Where log lines go: the SDK's, from warnings on, and what is odd about a store. @default nowhere */
  readonly log?: (line: string) => void;
}

export interface RunningWorkers {
  /** Settles when the workers stop, with an error if one failed. */
  readonly done: Promise<void>;
  /**
   * Sends nothing more, and waits for what is on its way, so long at most. `say` is told how many requests that are,
   * where there are any.
   */
  hold(milliseconds: number, say?: (requests: number) => void): Promise<void>;
  /** Hands unfinished activities back and stops. */
  stop(): Promise<void>;
}

/** Milliseconds that a worker which stops waits for answers on their way: what is taken back is paid for all the same. */
const lastAnswers = 1000;

/** Milliseconds that activities get to end by themselves when a worker stops: they are resumable at any row. */
const grace = 0;

/** Starts the workers of one process: workflows with the engine's short steps, rows, and sets. */
export async function startWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  collectEarly();
  const { address, namespace, home, room = unwatched, kinds = workerKinds } = options;
  const parts = createParts(home, options.env, room, options.log, options.surroundings);
  installRuntime(options.log ?? (() => undefined));
  const [connection, bundle] = await Promise.all([
    workerConnection({ ...ownServer(address, namespace), ...given(options) }),
    kinds.includes('builds') ? workflowBundle() : undefined,
  ]);
  const unfinished = new UnfinishedTasks(home.root);
  await unfinished.handBack(connection, namespace);
  const common = {
    connection,
    namespace,
    shutdownGraceTime: grace,
    shutdownForceTime: '30 seconds',
    // Progress and cancellation travel with heartbeats; the default throttle would hold them back for 8 seconds.
    maxHeartbeatThrottleInterval: '1 second',
    defaultHeartbeatThrottleInterval: '1 second',
    interceptors: {
      activity: [
        () => ({ inbound: unfinished.interceptor() }),
        () => ({ inbound: new PermanentFailures(home.root, room) }),
      ],
    },
    // A workflow task waits this long for a worker that was killed before another gets it.
    stickyQueueScheduleToStartTimeout: '3 seconds',
  } satisfies Partial<WorkerOptions>;
  const engine = createActivities(parts);
  const perKind: Record<WorkerKind, () => Promise<Worker>> = {
    builds: () =>
      Worker.create({
        ...common,
        taskQueue: queues.builds,
        activities: engine,
        maxConcurrentActivityTaskExecutions: 20,
        // With contexts that are used again a second one is no faster, and costs 25 MB.
        workflowThreadPoolSize: 1,
        ...(bundle === undefined ? {} : { workflowBundle: bundle }),
      }),
    rows: () =>
      Worker.create({
        ...common,
        taskQueue: queues.rows,
        activities: rowActivities(parts),
        maxConcurrentActivityTaskExecutions: options.shards ?? 24,
      }),
    sets: () =>
      Worker.create({
        ...common,
        taskQueue: queues.sets,
        activities: engine,
        maxConcurrentActivityTaskExecutions: 2,
      }),
  };
  const creating = Promise.all(kinds.map((kind) => perKind[kind]()));
  // After the thread has been given its code: loading keeps this one from doing anything else.
  void setImmediate().then(() => options.meanwhile?.());
  const workers = await creating;
  const runs = workers.map((worker) => worker.run());
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  // The others have ended as well when one has failed: what they share is closed after them.
  const done = allEnded(
    runs.map((run) =>
      run.catch((error: unknown) => {
        stop();
        throw error;
      }),
    ),
  ).then(() => undefined);
  const closed = done.finally(async () => {
    await parts.inference.close();
    unfinished.close();
    await connection.close();
  });
  return {
    done: closed,
    async hold(milliseconds, say) {
      const requests = parts.inference.states().reduce((sum, { inFlight }) => sum + inFlight, 0);
      if (requests > 0) say?.(requests);
      await parts.inference.hold(milliseconds);
    },
    async stop() {
      await parts.inference.hold(lastAnswers);
      stop();
      await closed;
    },
  };
}

function given({ tls, apiKey, metadata }: WorkersOptions): Partial<ServerSettings> {
  return {
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

let installed = false;

/** The SDK's runtime is one a process; its log must not mix with the progress on the terminal. */
function installRuntime(log: (line: string) => void): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) =>
      log(`${level} ${message} ${brief(meta)}`),
    ),
    telemetryOptions: { logging: { filter: 'temporal_sdk_core=ERROR', forward: {} } },
    shutdownSignals: [],
  });
}

function brief(meta: unknown): string {
  return meta === undefined
    ? ''
    : JSON.stringify(meta, (key, value: unknown) => (key === 'sdkComponent' ? undefined : value));
}
