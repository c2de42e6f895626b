import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Tunesmith } from '../../client/index.ts';
import { temporalForTest } from '../servers/temporal-for-test.ts';
import { ownFolder } from './config-file.ts';

/** A client of a server of the running test's own. */
export async function ownServer(): Promise<{ client: Tunesmith; address: string; folder: string }> {
  const folder = ownFolder();
  const { address, namespace } = await temporalForTest({
    dbPath: join(folder, 'temporal.db'),
    headless: true,
  });
  const client = await Tunesmith.connect({ address, namespace });
  onTestFinished(() => client.close());
  return { client, address, folder };
}
