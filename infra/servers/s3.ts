import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startServerProcess, type ServerProcess } from './child.ts';
import { freePort } from './free-port.ts';
import { goBinary } from './go-build.ts';
import { s3Program } from './go-programs.ts';
import { onLeash } from './leash.ts';
import type { OnProgress } from './progress.ts';
import { S3StartError } from './s3-start-error.ts';

export interface S3Options {
  /** Buckets and their metadata are kept here; created when absent. */
  dataDir: string;
  /** @default a free one */
  port?: number;
  onProgress?: OnProgress;
}

export interface S3Server {
  /** For clients with `forcePathStyle: true`. */
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  pid: number;
  stop(): Promise<void>;
}

const REGION = 'us-east-1';
const READY_LIMIT_MS = 20_000;
const POLL_MS = 50;
const ATTEMPTS = 3;

/**
 * Starts an S3 server on a folder, on loopback, with keys of its own: for tests and benchmarks. It ends with this process,
 * however that ends.
 * @throws GoBuildError when it cannot be built, S3StartError when it does not come up.
 */
export async function startS3({ dataDir, port, onProgress }: S3Options): Promise<S3Server> {
  const binary = await goBinary(s3Program(), onProgress);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(binary, resolve(dataDir), port ?? (await freePort()));
    } catch (error) {
      const retry = error instanceof S3StartError && error.portTaken && port === undefined;
      if (!retry || attempt === ATTEMPTS) throw error;
    }
  }
}

async function launch(binary: string, dataDir: string, port: number): Promise<S3Server> {
  // Metadata in files of its own: extended attributes are missing on some file systems.
  const [objects, metadata] = [join(dataDir, 'objects'), join(dataDir, 'metadata')];
  await Promise.all([mkdir(objects, { recursive: true }), mkdir(metadata, { recursive: true })]);
  const accessKeyId = randomBytes(10).toString('hex');
  const secretAccessKey = randomBytes(20).toString('hex');
  const flags = ['--port', `127.0.0.1:${port}`, '--region', REGION, '--health', '/health', '--quiet'];
  const server = await startServerProcess({
    ...onLeash(binary, [...flags, 'posix', '--sidecar', metadata, objects]),
    // Not as flags: other users of the machine can read those.
    env: { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey },
    logFile: join(dataDir, 'server.log'),
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await awaitHealth(server, endpoint);
  return {
    endpoint,
    accessKeyId,
    secretAccessKey,
    region: REGION,
    pid: server.pid,
    stop: () => server.stop(),
  };
}

async function awaitHealth(server: ServerProcess, endpoint: string): Promise<void> {
  const giveUpAt = Date.now() + READY_LIMIT_MS;
  while (server.endedWith() === undefined && Date.now() < giveUpAt) {
    const healthy = await fetch(`${endpoint}/health`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (healthy && server.endedWith() === undefined) return;
    await Promise.race([delay(POLL_MS), server.ended]);
  }
  const tail = server.log.tail();
  const what = server.endedWith()
    ? `ended at its start (${server.endedWith()})`
    : `did not answer at ${endpoint}`;
  await server.stop();
  throw new S3StartError(
    `The S3 server ${what}. The end of its log, ${server.log.path}:\n${tail}`,
    /address already in use/i.test(server.log.tail(60)),
  );
}
