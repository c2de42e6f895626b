import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFull } from '../../activities/storage/file-fault.ts';
import { freeAt } from '../../activities/storage/store-full.ts';
import type { Home } from '../../workers/home.ts';
import { HomeFull } from './home-full.ts';

const lookEveryMs = 1000;
/** With less, an orderly end is begun: it is what the journal and the server write until then. */
const neededBytes = 8 * 1024 ** 2;

export interface Room {
  /** Rejects with HomeFull as soon as there is no room. */
  readonly full: Promise<never>;
  stop(): void;
}

/**
 * Looks after the room on the home's disk. Everything that is kept there fails in a way of its own where there is none,
 * above all the local server, which then answers nothing and goes on for ever; so the disk itself is watched.
 */
export function watchRoom({ root, scratchDir }: Home): Room {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const full = new Promise<never>((_, reject) => {
    const look = async (): Promise<void> => {
      const fault = await whyFull(root, scratchDir);
      if (fault !== undefined) reject(fault);
      else if (!stopped) timer = setTimeout(() => void look(), lookEveryMs).unref();
    };
    void look();
  });
  full.catch(() => undefined);
  return {
    full,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function whyFull(root: string, scratchDir: string): Promise<HomeFull | undefined> {
  const disk = await statfs(root).catch(() => undefined);
  if (disk === undefined || disk.bavail * disk.bsize >= neededBytes) return undefined;
  // The system says what is free for everybody; root may have more.
  const trial = join(scratchDir, 'room');
  try {
    await writeFile(trial, Buffer.alloc(neededBytes));
    return undefined;
  } catch (error) {
    return isFull(error) ? new HomeFull(root, await freeAt(root), { cause: error }) : undefined;
  } finally {
    await rm(trial, { force: true }).catch(() => undefined);
  }
}
