import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file system of its own, as large as it is told to be. */
export interface SmallDisk {
  readonly folder: string;
  grow(size: string): void;
}

/** Mounts a file system of a size such as `400k` in memory; it goes with the test. */
export function mountSmallDisk(folder: string, size: string): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
  // Lazily: what the test started may have files open there still.
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return { folder, grow: (to) => void execFileSync('mount', ['-o', `remount,size=${to}`, folder]) };
}

/** False where this process may not mount: then there is no full disk to be had. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
