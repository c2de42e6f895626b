import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { dirname } from 'node:path';
import { startServerProcess, type ServerProcess } from './child.ts';
import { Lease } from './lease.ts';
import type { TemporalBinary } from './temporal-binary.ts';
import { uiAnswers, whyNotReady } from './temporal-answers.ts';
import { temporalCommand, type TemporalLayout } from './temporal-command.ts';
import { TemporalStartError } from './temporal-start-error.ts';

const READY_LIMIT_MS = 60_000;
const POLL_MS = 20;

export interface LaunchedTemporal {
  readonly server: ServerProcess;
  readonly lease: Lease;
}

/**
 * Starts one server process and waits until workflows can be started on it. It ends with the last of its leases.
 * @throws TemporalStartError when it ends or does not answer within a minute; `portTaken` tells whether another port would help.
 */
export async function launchTemporal(
  binary: TemporalBinary,
  layout: TemporalLayout,
  logFile: string,
): Promise<LaunchedTemporal> {
  const { lease, input } = await Lease.first(`${layout.dbPath}.users-`);
  // It may outlive this process, and must not keep its folder from being removed.
  const place = { logFile, input, cwd: dirname(layout.dbPath) };
  const server = await startServerProcess({ ...temporalCommand(binary, layout, lease.folder), ...place });
  const giveUpAt = Date.now() + READY_LIMIT_MS;
  let reason: unknown;
  while (server.endedWith() === undefined && Date.now() < giveUpAt) {
    reason = await Promise.race([whyNotServing(binary, server, layout), server.ended]);
    if (reason === undefined && server.endedWith() === undefined) return { server, lease };
    await Promise.race([delay(POLL_MS), server.ended]);
  }
  const tail = server.log.tail();
  const what = server.endedWith()
    ? `ended at its start (${server.endedWith()})`
    : `was not ready at 127.0.0.1:${layout.port} within ${READY_LIMIT_MS / 1000} s (${String(reason)})`;
  await server.stop();
  await lease.release();
  await rm(lease.folder, { recursive: true, force: true });
  throw new TemporalStartError(
    `The Temporal server (${binary.how}) ${what}. The end of its log, ${logFile}:\n${tail}`,
    {
      portTaken: /address already in use/i.test(server.log.since()),
      // Only the last line: the log goes on from one server to the next.
      stillServed: server.log.tail(1).includes('another server already serves this database'),
      cause: reason,
    },
  );
}

async function whyNotServing(
  { kind }: TemporalBinary,
  { log }: ServerProcess,
  { port, uiPort, namespace, searchAttributes }: TemporalLayout,
): Promise<unknown> {
  // At a port that it has lost another server may answer; ours says itself when it serves.
  if (kind === 'tunesmith' && !log.since().includes(`"address":"127.0.0.1:${port}"`)) return 'it starts';
  const reason = await whyNotReady(`127.0.0.1:${port}`, namespace, searchAttributes);
  if (reason !== undefined) return reason;
  return uiPort === undefined || (await uiAnswers(uiPort)) ? undefined : `no Web UI on port ${uiPort}`;
}
