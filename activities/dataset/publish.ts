import type { DatasetManifest } from '../../schemas/dataset/manifest.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { datasetEmpty } from './dataset-empty.ts';
import { datasetDigest } from './dataset-digest.ts';
import type { PublishInput, PublishOptions } from './publish-input.ts';
import { Releases, VersionTaken } from './releases.ts';
import { nextVersion, type Standing } from './standing.ts';

/**
 * Publishes a finished table as the next version of its dataset, or finds that the newest version is this very
 * table and writes nothing. Readers of latest.json see the version before or the new one, complete. Throws TableDamaged
 * where a table is not what its manifest tells, CountsDoNotReconcile where the tables do not follow from each other, and
 * DatasetEmpty where no row came through.
 */
export async function publishDataset(input: PublishInput, options: PublishOptions): Promise<Dataset> {
  await refuseEmpty(input, options);
  const { build, kind, table } = input;
  const releases = new Releases(build.store, build.plan.config.name);
  const standing = await releases.standing();
  const digest = await datasetDigest(build, kind, table, input.without);
  const same = await sameVersion(releases, standing, digest);
  if (same !== undefined) {
    // An attempt before this one may have ended just before it made the version the newest.
    const moved = await releases.point();
    return datasetOf(same, !moved, input, releases, standing.latest);
  }
  let version = nextVersion(standing);
  for (;;) {
    const complete = await releases.read(version);
    if (complete !== undefined && complete.digest !== digest) {
      version += 1;
      continue;
    }
    if (complete !== undefined) {
      // An attempt beside this one wrote the whole version.
      await releases.point();
      return datasetOf(complete, false, input, releases);
    }
    // Loaded only now: a worker that publishes nothing new needs no plots.
    const { makeVersion } = await import('./make-version.ts');
    try {
      const manifest = await build.tables.reading(
        [...input.tables, ...(input.beside ?? [])].map((summary) => summary.table),
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

/**
 * The newest version, where it has this digest, or one that a rollback put back: publishing the same data once more would
 * undo what a person decided.
 */
async function sameVersion(
  releases: Releases,
  { complete, latest, upTo }: Standing,
  digest: string,
): Promise<DatasetManifest | undefined> {
  const heldBack = complete.filter((version) => latest !== undefined && version > latest && version <= upTo);
  for (const version of [...(latest === undefined ? [] : [latest]), ...heldBack.reverse()]) {
    const manifest = await releases.read(version);
    if (manifest?.digest === digest) return manifest;
  }
  return undefined;
}

/** Throws DatasetEmpty where a dataset would have no rows. */
export async function refuseEmpty(
  { build, table, tables }: PublishInput,
  options: PublishOptions,
): Promise<void> {
  if ((await build.tables.manifest(table)).counts.out > 0) return;
  const { name } = build.plan.config;
  const latest = await new Releases(build.store, name).latest();
  throw await datasetEmpty({ ...options, name, build, tables, latest: latest?.version });
}

function datasetOf(
  manifest: DatasetManifest,
  unchanged: boolean,
  { tables, training }: PublishInput,
  releases: Releases,
  latest = manifest.version,
): Dataset {
  const { name, version, rows, sample, standIn } = manifest;
  return {
    name,
    version,
    unchanged,
    location: releases.location(version),
    rows,
    ...(latest === version ? {} : { rolledBackTo: latest }),
    tables: [...tables],
    standIn,
    ...(sample === undefined ? {} : { sample }),
    ...(training === undefined ? {} : { training }),
  };
}
