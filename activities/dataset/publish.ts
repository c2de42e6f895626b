import type { DatasetManifest } from '../../schemas/dataset/manifest.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { datasetDigest } from './dataset-digest.ts';
import type { PublishInput, PublishOptions } from './publish-input.ts';
import { Releases, VersionTaken } from './releases.ts';

/**
 * Publishes a finished table as the next version of its dataset, or finds that the newest version is this very
 * table and writes nothing. Readers of latest.json see the version before or the new one, complete. Throws TableDamaged
 * where a table is not what its manifest tells, and CountsDoNotReconcile where the tables do not follow from each other.
 */
export async function publishDataset(input: PublishInput, options: PublishOptions): Promise<Dataset> {
  const { build, kind, table } = input;
  const digest = await datasetDigest(build, kind, table, input.without);
  const releases = new Releases(build.store, build.plan.config.name);
  const latest = await releases.latest();
  if (latest?.digest === digest) {
    await releases.point(latest);
    return datasetOf(latest, true, input, releases);
  }
  let version = (latest?.version ?? 0) + 1;
  for (;;) {
    const complete = await releases.read(version);
    if (complete !== undefined && complete.digest !== digest) {
      version += 1;
      continue;
    }
    if (complete !== undefined) {
      // An attempt before this one wrote the whole version and ended just before it was made the newest.
      await releases.point(complete);
      return datasetOf(complete, false, input, releases);
    }
    // Loaded only now: a worker that publishes nothing new needs no plots.
    const { makeVersion } = await import('./make-version.ts');
    try {
      const manifest = await build.tables.reading(
        input.tables.map((summary) => summary.table),
        () => makeVersion({ ...input, digest, version, releases }, options),
      );
      return datasetOf(manifest, false, input, releases);
    } catch (error) {
      if (!(error instanceof VersionTaken)) throw error;
      // Complete by now, perhaps with these very rows; or else somebody else's for ever.
      if ((await releases.read(version)) === undefined) version += 1;
    }
  }
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
