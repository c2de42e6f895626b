import type { DatasetManifest } from '../../schemas/dataset-manifest.ts';
import type { Dataset, TableRef, TableSummary } from '../../schemas/task.ts';
import type { OpenBuild } from '../engine/open-plan.ts';
import { datasetDigest } from './dataset-digest.ts';
import { Releases } from './releases.ts';

export interface PublishInput {
  readonly build: OpenBuild;
  /** The table to publish: `pairShape`, an id, and whatever the recipe's stages added. */
  readonly table: TableRef;
  /** Every table of the build, in the recipe's order. */
  readonly tables: readonly TableSummary[];
  /** Fine-tuning files that the build made. */
  readonly training?: Dataset['training'];
}

export interface PublishOptions {
  /** Folder for files on their way to the store; what is put there is removed again. */
  readonly scratchDir: string;
  /** What DuckDB may hold in memory, such as `2GB`. */
  readonly memoryLimit: string;
  readonly signal: AbortSignal;
  /** Told what is being done. */
  readonly beat?: (what: string) => void;
}

/**
 * Publishes a finished table as the next version of its dataset, or finds that the newest version is this very
 * table and writes nothing. Readers of latest.json see the version before or the new one, complete. Throws
 * `PublishInterrupted` when another publisher was in the way; the next attempt clears up.
 */
export async function publishDataset(input: PublishInput, options: PublishOptions): Promise<Dataset> {
  const { build, table } = input;
  const digest = datasetDigest(build, table);
  const releases = new Releases(build.store, build.plan.config.name);
  const latest = await releases.latest();
  if (latest?.digest === digest) return datasetOf(latest, true, input, releases);

  const free = await releases.prepare((latest?.version ?? 0) + 1, digest);
  if (free.complete !== undefined) {
    // An attempt before this one wrote the whole version and ended just before it was made the newest.
    await releases.point(free.complete);
    return datasetOf(free.complete, false, input, releases);
  }
  // Loaded only now: a worker that publishes nothing new needs no plots.
  const { makeVersion } = await import('./make-version.ts');
  const manifest = await makeVersion({ ...input, digest, version: free.version, releases }, options);
  return datasetOf(manifest, false, input, releases);
}

function datasetOf(
  manifest: DatasetManifest,
  unchanged: boolean,
  { tables, training }: PublishInput,
  releases: Releases,
): Dataset {
  const { name, version, rows, sample, standIn } = manifest;
  return {
    name,
    version,
    unchanged,
    location: releases.location(version),
    rows,
    tables: [...tables],
    standIn,
    ...(sample === undefined ? {} : { sample }),
    ...(training === undefined ? {} : { training }),
  };
}
