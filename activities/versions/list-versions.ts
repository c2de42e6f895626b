import type { DatasetManifest } from '../../schemas/dataset/manifest.ts';
import type { DatasetInfo, VersionInfo } from '../../schemas/dataset/version.ts';
import { mapConcurrently } from '../concurrently.ts';
import { Releases } from '../dataset/releases.ts';
import type { Standing } from '../dataset/standing.ts';
import type { Store } from '../storage/store.ts';
import { datasetUnknown, versionUnknown } from './version-unknown.ts';

/** Manifests read at a time. */
const readsAtOnce = 16;

/** Names of the datasets that have a complete version, by name. */
export async function datasetNames(store: Store): Promise<string[]> {
  const names = new Set<string>();
  for await (const { key } of store.list('datasets/')) {
    const name = /^datasets\/([^/]+)\/v\d+\/manifest\.json$/.exec(key)?.[1];
    if (name !== undefined) names.add(name);
  }
  return [...names].sort();
}

/** The store's datasets, each as the version that readers take. */
export async function listDatasets(store: Store): Promise<DatasetInfo[]> {
  const all = await mapConcurrently(await datasetNames(store), readsAtOnce, async (name) => {
    const releases = new Releases(store, name);
    const standing = await releases.standing();
    const { latest, complete, pinned } = standing;
    const manifest = latest === undefined ? undefined : await releases.read(latest);
    if (manifest === undefined) return [];
    return [
      {
        ...factsOf(manifest),
        versions: complete.length,
        pinned: complete.filter((version) => pinned.has(version)),
        heldBack: complete.filter((version) => isHeldBack(version, standing)),
      },
    ];
  });
  return all.flat();
}

/** The versions of a dataset, oldest first. Throws VersionUnknown. */
export async function listVersions(store: Store, name: string): Promise<VersionInfo[]> {
  const releases = new Releases(store, name);
  const standing = await standingKnown(store, releases);
  const { complete, latest, pinned } = standing;
  const all = await mapConcurrently(complete, readsAtOnce, async (version) => {
    const manifest = await releases.read(version);
    if (manifest === undefined) return [];
    return [
      {
        ...factsOf(manifest),
        latest: version === latest,
        pinned: pinned.has(version),
        heldBack: isHeldBack(version, standing),
      },
    ];
  });
  return all.flat();
}

/** How a dataset's versions stand. Throws VersionUnknown where there is none. */
export async function standingKnown(store: Store, releases: Releases): Promise<Standing> {
  const standing = await releases.standing();
  if (standing.complete.length === 0)
    throw datasetUnknown(store.uri, releases.name, await datasetNames(store));
  return standing;
}

/** The manifest of a version. Throws VersionUnknown. */
export async function versionKnown(
  store: Store,
  name: string,
  version: number | 'latest',
): Promise<DatasetManifest> {
  const releases = new Releases(store, name);
  const { complete, latest } = await standingKnown(store, releases);
  const number = version === 'latest' ? latest : version;
  const manifest = number === undefined ? undefined : await releases.read(number);
  if (manifest === undefined) throw versionUnknown(name, number ?? 0, complete);
  return manifest;
}

function isHeldBack(version: number, { latest, upTo }: Standing): boolean {
  return latest !== undefined && version > latest && version <= upTo;
}

function factsOf({
  name,
  version,
  kind,
  recipe,
  rows,
  createdAt,
  spending,
  build,
  digest,
  standIn,
}: DatasetManifest): Omit<VersionInfo, 'latest' | 'pinned' | 'heldBack'> {
  const { cost, asked } = spending.build;
  const facts = { name, version, kind, recipe: recipe.name, rows, createdAt };
  return { ...facts, cost, asked, build: build.id, digest, standIn };
}
