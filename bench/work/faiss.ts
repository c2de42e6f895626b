import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { cacheFolder } from '../../infra/servers/cache-folder.ts';
import { withFileLock } from '../../infra/servers/file-lock.ts';

const run = promisify(execFile);
const programs = new URL('../programs/', import.meta.url);
const requirements = fileURLToPath(new URL('faiss-requirements.txt', programs));

export interface FaissTask {
  /** Files of numbers, and how many belong to a vector. */
  readonly vectors: string;
  readonly queries: string;
  readonly truth: string;
  readonly dimensions: number;
  readonly partitions: number;
  /** Neighbours of a query. */
  readonly most: number;
  /** Recall to reach, by as few probes as that takes. */
  readonly recall: number;
  /** Queries of a document. */
  readonly together: number;
}

const ResultSchema = z.object({
  version: z.string(),
  threads: z.int(),
  secondsToMake: z.number(),
  probes: z.int(),
  recall: z.number(),
  /** All queries in one call. */
  perSecond: z.number(),
  perSecondByDocument: z.number(),
});
export type FaissResult = z.infer<typeof ResultSchema>;

/** Measures faiss-cpu on this machine; or says in a few words why that cannot be. */
export async function measureFaiss(task: FaissTask): Promise<FaissResult | string> {
  return withFaiss('faiss_search.py', task, ResultSchema);
}

export interface FaissNeighboursTask {
  /** Files of the vectors, of the rows that are tried, and of the nearest other row of each of these. */
  readonly vectors: string;
  readonly tried: string;
  readonly truth: string;
  readonly dimensions: number;
  readonly partitions: number;
  /** Recall to reach, by as few probes as that takes. */
  readonly recall: number;
}

const NeighboursSchema = z.object({
  version: z.string(),
  threads: z.int(),
  probes: z.int(),
  recall: z.number(),
  /** Index and search of all rows; CPU seconds are those of all threads. */
  seconds: z.number(),
  cpuSeconds: z.number(),
});
export type FaissNeighbours = z.infer<typeof NeighboursSchema>;

/** The same for the nearest other row of every row. */
export async function measureFaissNeighbours(task: FaissNeighboursTask): Promise<FaissNeighbours | string> {
  return withFaiss('faiss_neighbours.py', task, NeighboursSchema);
}

async function withFaiss<T>(program: string, task: object, shape: z.ZodType<T>): Promise<T | string> {
  const python = await pythonWithFaiss();
  if ('missing' in python) return python.missing;
  const path = fileURLToPath(new URL(program, programs));
  const { stdout } = await run(python.path, [path, JSON.stringify(task)], { maxBuffer: 1e8 });
  return shape.parse(JSON.parse(stdout));
}

/** An environment with the pinned packages, made once and kept in Tunesmith's cache. */
async function pythonWithFaiss(): Promise<{ path: string } | { missing: string }> {
  const ask = 'import ensurepip, sys, venv; print("%d.%d" % sys.version_info[:2])';
  const version = await run('python3', ['-c', ask]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (version === undefined) return { missing: 'no python3 with venv' };
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const environment = join(cacheFolder(), 'bench', `faiss-${digest}-${version}`);
  const [path, complete] = [join(environment, 'bin', 'python'), join(environment, 'complete')];
  await mkdir(join(cacheFolder(), 'bench'), { recursive: true });
  return withFileLock(`${environment}.lock`, async () => {
    if (
      await access(complete).then(
        () => true,
        () => false,
      )
    )
      return { path };
    try {
      await rm(environment, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', environment]);
      const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check'];
      await run(path, [...pip, '--requirement', requirements], { maxBuffer: 1e8 });
      await writeFile(complete, '');
      return { path };
    } catch (error) {
      process.stderr.write(`  faiss-cpu cannot be installed: ${String(error).slice(0, 500)}\n`);
      return { missing: 'not installable' };
    }
  });
}
