import { mkdir, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ownServer,
  serverSettings,
  type GivenServer,
  type ServerSettings,
} from '../../connection/server-settings.ts';
import { withFileLock } from './file-lock.ts';
import { freePort, isFree } from './free-port.ts';
import { hasEnded, type Lease } from './lease.ts';
import { silent, type OnProgress } from './progress.ts';
import {
  TUNESMITH_SEARCH_ATTRIBUTES,
  type SearchAttributeTypes,
} from '../../connection/search-attributes.ts';
import { findTemporalBinary, type TemporalBinary } from './temporal-binary.ts';
import type { TemporalLayout } from './temporal-command.ts';
import { launchTemporal } from './temporal-launch.ts';
import { readRecord, writeRecord } from './temporal-record.ts';
import { runningTemporal } from './temporal-running.ts';
import { TemporalStartError } from './temporal-start-error.ts';

export interface TemporalOptions {
  /** The SQLite file; it and its folder are created when absent. */
  dbPath: string;
  /** @default the port this database was served on before, or a free one */
  port?: number;
  /** @default as for `port` */
  uiPort?: number;
  /** Serve no Web UI. @default false */
  headless?: boolean;
  /** Created when absent. @default 'default' */
  namespace?: string;
  /** @default TUNESMITH_SEARCH_ATTRIBUTES */
  searchAttributes?: SearchAttributeTypes;
  onProgress?: OnProgress;
}

/** Address, namespace and what else clients and workers connect by. */
export interface TemporalServer extends ServerSettings {
  uiUrl?: string;
  /** For people: which server this is. */
  how: string;
  /** The server's process; absent for one that somebody else runs. */
  pid?: number;
  logFile?: string;
  /** The processes that use it as well: it stays for them. None are known of one that somebody else runs. */
  others(): Promise<number[]>;
  /** Resolves when the server ends while it is used here; never for one that somebody else runs. */
  readonly ended: Promise<void>;
  /** Leaves the server, which ends with the last that uses it: then its end is waited for. */
  stop(): Promise<void>;
}

const ATTEMPTS = 3;
const POLL_MS = 50;
const ENDED_POLL_MS = 300;
/** Longer than an orderly stop of a server takes. */
const STOP_LIMIT_MS = 15_000;

/**
 * Brings up a Temporal server for a database file, or returns the one that is there: the server that TEMPORAL_ADDRESS
 * names (with TEMPORAL_NAMESPACE and TEMPORAL_UI_URL), or the one that another process started on the same file. A
 * server ends with the last process that uses it, however that ends.
 * @throws TemporalStartError when the server does not come up, GoBuildError when there is none to start, Error when
 *   a port that was asked for is taken.
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const external = externalTemporal();
  if (external) return external;
  const dbPath = resolve(options.dbPath);
  const onProgress = options.onProgress ?? silent;
  const namespace = options.namespace ?? 'default';
  const searchAttributes = options.searchAttributes ?? TUNESMITH_SEARCH_ATTRIBUTES;
  await mkdir(dirname(dbPath), { recursive: true });
  // Before the lock: a first build takes minutes, and it has a lock of its own.
  const binary = await findTemporalBinary(onProgress);
  return withFileLock(
    `${dbPath}.starting`,
    async () => {
      const running = await runningTemporal(dbPath, namespace, searchAttributes, onProgress);
      if (running) {
        const { pid, ownerPid, address, uiUrl } = running.live;
        const how = `the server that process ${ownerPid} started on the same file`;
        return {
          ...ownServer(address, namespace),
          how,
          pid,
          ...(uiUrl && { uiUrl }),
          ...heldBy(running.lease),
        };
      }
      // Users that were killed have left it.
      const left = (await readRecord(dbPath))?.live?.users;
      if (left !== undefined) await rm(left, { recursive: true, force: true });
      return launchOnFreePorts(binary, { ...options, dbPath, namespace, searchAttributes });
    },
    (pid) => onProgress(`Waiting for process ${pid}, which is starting Temporal on the same file ...`),
  );
}

/** The server that the environment, a profile or the caller names; undefined where nobody names one. */
export function externalTemporal(given: GivenServer = {}): TemporalServer | undefined {
  const { namedBy, ...settings } = serverSettings(given);
  if (namedBy === undefined) return undefined;
  const uiUrl = process.env['TEMPORAL_UI_URL'];
  return { ...settings, how: namedBy, ...(uiUrl && { uiUrl }), ...notOurs };
}

/** What a server has that somebody else runs. */
const notOurs = {
  others: () => Promise.resolve([]),
  ended: new Promise<void>(() => undefined),
  stop: () => Promise.resolve(),
} satisfies Partial<TemporalServer>;

function heldBy(lease: Lease): Pick<TemporalServer, 'others' | 'ended' | 'stop'> {
  return {
    others: () => lease.others(),
    ended: endOf(lease),
    async stop() {
      await lease.release();
      if ((await lease.others()).length > 0) return;
      const giveUpAt = Date.now() + STOP_LIMIT_MS;
      while (!hasEnded(lease.folder) && Date.now() < giveUpAt) await delay(POLL_MS);
      await rm(lease.folder, { recursive: true, force: true });
    },
  };
}

/** Looked for and not waited for: only the process that started a server is told by the system. */
async function endOf(lease: Lease): Promise<void> {
  while (!hasEnded(lease.folder)) {
    await delay(ENDED_POLL_MS, undefined, { ref: false });
    if (!lease.held) return new Promise(() => undefined);
  }
}

type Wanted = Omit<TemporalLayout, 'port' | 'uiPort'> & TemporalOptions;

async function launchOnFreePorts(binary: TemporalBinary, wanted: Wanted): Promise<TemporalServer> {
  const giveUpAt = Date.now() + STOP_LIMIT_MS;
  for (let attempt = 1; ; attempt += 1) {
    // A remembered port that is lost to another process once is not tried again.
    const before = attempt === 1 ? await readRecord(wanted.dbPath) : undefined;
    const port = await choosePort('port', wanted.port, before?.port);
    const uiPort = wanted.headless ? undefined : await choosePort('uiPort', wanted.uiPort, before?.uiPort);
    try {
      return await launch(binary, wanted, { ...wanted, port, uiPort });
    } catch (error) {
      if (!(error instanceof TemporalStartError)) throw error;
      if (error.stillServed && Date.now() < giveUpAt) {
        // The one before is leaving, and has not let go of the file yet.
        attempt -= 1;
        await delay(POLL_MS);
        continue;
      }
      if (!error.portTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function launch(
  binary: TemporalBinary,
  wanted: Wanted,
  layout: TemporalLayout,
): Promise<TemporalServer> {
  const { dbPath, namespace, port, uiPort } = layout;
  wanted.onProgress?.(`Starting Temporal (${binary.how}) ...`);
  const { server, lease } = await launchTemporal(binary, layout, `${dbPath}.log`);
  const address = `127.0.0.1:${port}`;
  const ui = uiPort === undefined ? undefined : { uiUrl: `http://127.0.0.1:${uiPort}` };
  // A headless start keeps the port that earlier links to the Web UI name.
  const uiPortKept = uiPort ?? (await readRecord(dbPath))?.uiPort;
  const ports = { port, ...(uiPortKept !== undefined && { uiPort: uiPortKept }) };
  const { pid, log } = server;
  const live = { pid, ownerPid: process.pid, users: lease.folder, address, namespace, ...ui };
  try {
    await writeRecord(dbPath, { ...ports, live });
  } catch (error) {
    // Nobody would find it.
    await lease.release();
    throw error;
  }
  return {
    ...ownServer(address, namespace),
    how: binary.how,
    pid,
    logFile: log.path,
    ...ui,
    ...heldBy(lease),
  };
}

async function choosePort(
  name: string,
  asked: number | undefined,
  before: number | undefined,
): Promise<number> {
  if (asked === undefined) return freePort(before);
  if (await isFree(asked)) return asked;
  throw new Error(
    `${name} ${asked} is in use on 127.0.0.1. Name another one, or leave it out to get a free one.`,
  );
}
