import { randomFillSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFull } from '../../activities/storage/file-fault.ts';
import type { Home } from '../../workers/home.ts';
import type { WorkersRoom } from '../../workers/workers-room.ts';
import { HomeFull } from './home-full.ts';

const lookEveryMs = 250;
const MiB = 1024 ** 2;
/** With less an orderly end is begun: it is what the journal and the server write until then. */
const neededBytes = 4 * MiB;
/** Kept for the journal beside that, since a disk may fill in less time than lies between two looks. */
const reservedBytes = 4 * MiB;
const left = `${(neededBytes + reservedBytes) / MiB} MiB`;

export interface Room extends WorkersRoom {
  /** Rejects with HomeFull as soon as there is no room. */
  readonly full: Promise<never>;
  /** HomeFull where that is why there was the error, else the error itself. */
  causeOf(error: unknown): Promise<unknown>;
  stop(): void;
}

/**
 * Looks after the room on the home's disk. Everything that is kept there fails in a way of its own where there is none,
 * above all the local server, which then answers nothing and goes on for ever; so the disk itself is watched.
 * Throws HomeFull: on a full disk nothing is begun.
 */
export async function openRoom({ root, scratchDir }: Home): Promise<Room> {
  const reserve = join(scratchDir, 'reserve');
  let fault = await reserved(root, reserve);
  let timer: NodeJS.Timeout | undefined;
  let end: (why: HomeFull) => void = () => undefined;
  const full = new Promise<never>((_, reject) => (end = reject));
  full.catch(() => undefined);

  /** Final: what the reserve gives free is for the end, and no room to go on in. */
  function close(why: HomeFull): void {
    fault ??= why;
    clearTimeout(timer);
    rmSync(reserve, { force: true });
    end(fault);
  }
  async function look(): Promise<HomeFull | undefined> {
    if (fault !== undefined) return fault;
    const why = await whyFull(root, scratchDir);
    if (why !== undefined) close(why);
    return why;
  }
  async function watch(): Promise<void> {
    if ((await look()) === undefined && timer !== undefined) timer = again();
  }
  const again = (): NodeJS.Timeout => setTimeout(() => void watch(), lookEveryMs).unref();

  fault ??= await whyFull(root, scratchDir);
  if (fault !== undefined) {
    rmSync(reserve, { force: true });
    throw fault;
  }
  timer = again();
  return {
    full,
    makeRoom() {
      if (fault !== undefined) return false;
      close(new HomeFull(root, left));
      return true;
    },
    isFull: async () => (await look()) !== undefined,
    causeOf: async (error) => (await look()) ?? error,
    stop() {
      clearTimeout(timer);
      timer = undefined;
      rmSync(reserve, { force: true });
    },
  };
}

/** Takes the reserve; on a disk that cannot be written for other reasons whoever needs it says so. */
async function reserved(root: string, path: string): Promise<HomeFull | undefined> {
  // Zeros take no room on a disk that compresses.
  return fills(root, path, randomFillSync(Buffer.alloc(reservedBytes)));
}

async function whyFull(root: string, scratchDir: string): Promise<HomeFull | undefined> {
  const disk = await statfs(root).catch(() => undefined);
  if (disk === undefined || disk.bavail * disk.bsize >= neededBytes) return undefined;
  // The system says what is free for everybody; root may have more.
  const trial = join(scratchDir, 'room');
  try {
    return await fills(root, trial, Buffer.alloc(neededBytes));
  } finally {
    await rm(trial, { force: true }).catch(() => undefined);
  }
}

/** HomeFull where the bytes have no room at the path. */
async function fills(root: string, path: string, bytes: Buffer): Promise<HomeFull | undefined> {
  try {
    await writeFile(path, bytes);
    return undefined;
  } catch (error) {
    return isFull(error) ? new HomeFull(root, left, { cause: error }) : undefined;
  }
}
