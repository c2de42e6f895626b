import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openHome } from '../../workers/home.ts';

/** The id of a process that has ended. */
function endedProcess(): number {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return pid;
}

test('what a killed process left in its scratch folder goes when the next one starts, and nothing else does', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tunesmith-home-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const scratch = join(root, 'scratch');
  const folders = {
    killed: `${hostname()}-${endedProcess()}-1`,
    // A container's only process has the same id each time.
    killedOfThisId: `${hostname()}-${process.pid}-1`,
    alive: `${hostname()}-${process.ppid}-1`,
    elsewhere: `other-${hostname()}-${endedProcess()}-1`,
    nobodys: 'of-a-person',
  };
  for (const name of Object.values(folders)) {
    await mkdir(join(scratch, name, 'import-x'), { recursive: true });
    await writeFile(join(scratch, name, 'import-x', 'rows-0.parquet'), 'rows');
  }
  const home = await openHome({ TUNESMITH_HOME: root });
  await writeFile(join(home.scratchDir, 'mine'), '');
  await openHome({ TUNESMITH_HOME: root });
  expect(existsSync(join(home.scratchDir, 'mine'))).toBe(true);
  const { alive, elsewhere, nobodys } = folders;
  const own = home.scratchDir.slice(scratch.length + 1);
  expect((await readdir(scratch)).sort()).toEqual([alive, elsewhere, nobodys, own].sort());
});
