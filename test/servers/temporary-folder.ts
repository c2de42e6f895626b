import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the running test's own, removed when the test has ended, after what the test registered later. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-servers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
