import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startTemporal, type TemporalServer } from '../../infra/servers/temporal.ts';
import type { Foundry } from '../builds/foundry.ts';
import { until } from './until.ts';

/** Kills a foundry's Temporal server and starts another one on the same file and port. */
export async function temporalAgain({ temporal, folder }: Foundry): Promise<TemporalServer> {
  if (temporal.pid === undefined)
    throw new Error('The test needs a Temporal server of its own: unset TEMPORAL_ADDRESS.');
  process.kill(-temporal.pid, 'SIGKILL');
  const again = await until('the port is free for the next server', () =>
    startTemporal({
      dbPath: join(folder, 'temporal.db'),
      headless: true,
      port: Number(temporal.address.split(':')[1]),
    }).catch(() => undefined),
  );
  onTestFinished(() => again.stop());
  return again;
}
