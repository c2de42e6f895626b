import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemporalStartError } from '../../infra/servers/temporal-start-error.ts';
import { startTemporal } from '../../infra/servers/temporal.ts';
import './no-external-temporal.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a server that dies at its start is reported with the end of its log', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  writeFileSync(dbPath, 'this is not a database, '.repeat(100));
  const failure = await startTemporal({ dbPath, headless: true }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TemporalStartError);
  expect(String(failure)).toMatch(
    /ended at its start \(exit code 1\).*temporal\.db\.log:\n.*not a database/s,
  );
});
