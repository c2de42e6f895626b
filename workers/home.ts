import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { unusableBecause } from '../activities/storage/file-fault.ts';
import { makeFolder } from '../activities/storage/make-folder.ts';
import { isGone, processName } from '../activities/storage/process-name.ts';
import { HomeUnusable } from './home-unusable.ts';

/** Where a worker keeps what must outlive it on this host: the answers' journal, caches, and the local server's data. */
export interface Home {
  readonly root: string;
  readonly journalDir: string;
  readonly cacheDir: string;
  /** This process's own: what a killed one left in its own is cleared away by the next. */
  readonly scratchDir: string;
}

/** Documents, answers and histories are nobody else's, whatever the umask; who wants to share a home makes its folder. */
const ownersOnly = 0o700;

/** The folder TUNESMITH_HOME, or `.tunesmith` in the working directory. Throws HomeUnusable with what to do. */
export async function openHome(env: NodeJS.ProcessEnv = process.env): Promise<Home> {
  const root = resolve(env['TUNESMITH_HOME'] ?? '.tunesmith');
  const scratch = join(root, 'scratch');
  const home = {
    root,
    journalDir: join(root, 'journal'),
    cacheDir: join(root, 'cache'),
    scratchDir: join(scratch, processName()),
  };
  try {
    await makeFolder(root, ownersOnly);
    await Promise.all([home.journalDir, home.cacheDir, home.scratchDir].map((dir) => makeFolder(dir)));
  } catch (error) {
    const reason = unusableBecause(error);
    throw reason === undefined ? error : new HomeUnusable(root, reason, { cause: error });
  }
  await clearAway(scratch);
  return home;
}

/** An import that was killed may have left as much as its whole corpus. */
async function clearAway(scratch: string): Promise<void> {
  const gone = (await readdir(scratch)).filter(isGone);
  // Another process may be at it as well.
  await Promise.allSettled(gone.map((name) => rm(join(scratch, name), { recursive: true, force: true })));
}
