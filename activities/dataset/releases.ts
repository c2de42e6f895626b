import {
  DatasetManifestSchema,
  LatestSchema,
  type DatasetFile,
  type DatasetManifest,
  type Latest,
} from '../../schemas/dataset/manifest.ts';
import { readStored, toJson } from '../storage/stored-json.ts';
import { putSame } from '../storage/put-same.ts';
import type { Store } from '../storage/store.ts';

/** A file of a version is there already, and is another one: the number is somebody else's. */
export class VersionTaken extends Error {
  override readonly name = 'VersionTaken';

  constructor(place: string) {
    super(`${place} is of another build that publishes the same dataset; the next number is free`);
  }
}

/**
 * The versions of one dataset in the store. A version belongs to whoever puts its first file, the card, which tells of
 * one build: other attempts of that build put the same bytes, and other builds take the next number. Nothing is removed or
 * written again. The manifest comes last, and only then does latest.json point to the version.
 */
export class Releases {
  readonly #store: Store;
  readonly #folder: string;

  constructor(store: Store, name: string) {
    this.#store = store;
    this.#folder = `datasets/${name}`;
  }

  /** The newest version's manifest; undefined when there is none or somebody removed it. */
  async latest(): Promise<DatasetManifest | undefined> {
    const latest = await this.#pointer();
    return latest === undefined ? undefined : readStored(this.#store, latest.manifest, DatasetManifestSchema);
  }

  /** A version's manifest; undefined where it is not complete. */
  read(version: number): Promise<DatasetManifest | undefined> {
    return readStored(this.#store, this.key(version, 'manifest.json'), DatasetManifestSchema);
  }

  /** Moves a finished file into a version, where an attempt beside this one may have put it. Throws VersionTaken. */
  async put(version: number, file: DatasetFile, path: string): Promise<void> {
    const key = this.key(version, file.path);
    if (!(await putSame(this.#store, key, path, file.sha256)))
      throw new VersionTaken(this.#store.locate(key));
  }

  /** Completes a version and makes it the newest. An attempt beside this one may have: its manifest is given then. */
  async seal(manifest: DatasetManifest): Promise<DatasetManifest> {
    const key = this.key(manifest.version, 'manifest.json');
    const written = await this.#store.putBytes(key, toJson(manifest));
    const sealed = written === 'written' ? manifest : ((await this.read(manifest.version)) ?? manifest);
    if (sealed.digest !== manifest.digest) throw new VersionTaken(this.#store.locate(key));
    await this.point(sealed);
    return sealed;
  }

  /**
   * Makes a complete version the newest, unless a newer one is. Somebody may complete a newer one between the look at
   * the pointer and its replacement, so it is looked for afterwards as well.
   */
  async point(manifest: DatasetManifest): Promise<void> {
    const pointed = await this.#pointer();
    let newest = manifest;
    if (pointed === undefined || pointed.version < manifest.version) await this.#replace(newest);
    else if (pointed.version > manifest.version) return;
    for (;;) {
      const newer = await this.#newerThan(newest.version);
      if (newer === undefined) return;
      newest = newer;
      await this.#replace(newest);
    }
  }

  key(version: number, path: string): string {
    return `${this.#folder}/v${version}/${path}`;
  }

  /** The version's folder, as a person can open it. */
  location(version: number): string {
    return this.#store.locate(`${this.#folder}/v${version}`);
  }

  async #replace({ version, digest }: DatasetManifest): Promise<void> {
    const latest: Latest = {
      format: 'tunesmith-latest-1',
      version,
      digest,
      manifest: this.key(version, 'manifest.json'),
    };
    await this.#store.replace(`${this.#folder}/latest.json`, toJson(latest));
  }

  async #newerThan(version: number): Promise<DatasetManifest | undefined> {
    let newest = version;
    for await (const { key } of this.#store.list(`${this.#folder}/v`)) {
      const number = Number(/\/v(\d+)\/manifest\.json$/.exec(key)?.[1] ?? 0);
      newest = Math.max(newest, number);
    }
    return newest === version ? undefined : this.read(newest);
  }

  #pointer(): Promise<Latest | undefined> {
    return readStored(this.#store, `${this.#folder}/latest.json`, LatestSchema);
  }
}
