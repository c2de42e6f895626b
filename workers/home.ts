import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where a worker keeps what must outlive it on this host: the answers' journal, caches, and the local server's data. */
export interface Home {
  readonly root: string;
  readonly journalDir: string;
  readonly cacheDir: string;
  readonly scratchDir: string;
}

/** The folder TUNESMITH_HOME, or `.tunesmith` in the working directory. */
export async function openHome(env: NodeJS.ProcessEnv = process.env): Promise<Home> {
  const root = resolve(env['TUNESMITH_HOME'] ?? '.tunesmith');
  const home = {
    root,
    journalDir: join(root, 'journal'),
    cacheDir: join(root, 'cache'),
    scratchDir: join(root, 'scratch'),
  };
  await Promise.all(
    [home.journalDir, home.cacheDir, home.scratchDir].map((dir) => mkdir(dir, { recursive: true })),
  );
  return home;
}
