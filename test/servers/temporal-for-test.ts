import { onTestFinished } from 'vitest';
import './no-external-temporal.ts';
import { startTemporal, type TemporalOptions, type TemporalServer } from '../../infra/servers/temporal.ts';

/** A server that is stopped when the running test has ended. */
export async function temporalForTest(options: TemporalOptions): Promise<TemporalServer> {
  const server = await startTemporal(options);
  onTestFinished(() => server.stop());
  return server;
}
