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
import { datasetFolder, standingOf, type Standing } from './standing.ts';

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
 * written again. The manifest comes last, and only then does latest.json point to the version. Which version is the newest
 * follows from what is written once (`standing`); the pointer only repeats it.
 */
export class Releases {
  readonly name: string;
  readonly #store: Store;
  readonly #folder: string;

  constructor(store: Store, name: string) {
    this.name = name;
    this.#store = store;
    this.#folder = datasetFolder(name);
  }

  standing(): Promise<Standing> {
    return standingOf(this.#store, this.name);
  }

  /** The manifest of the version that readers are to take; undefined when there is none or somebody removed it. */
  async latest(): Promise<DatasetManifest | undefined> {
    const { latest } = await this.standing();
    return latest === undefined ? undefined : this.read(latest);
  }

  /** The manifest of the complete version with the next lower number. */
  async before(version: number): Promise<DatasetManifest | undefined> {
    const { complete } = await this.standing();
    const before = complete.findLast((each) => each < version);
    return before === undefined ? undefined : this.read(before);
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
    await this.point();
    return sealed;
  }

  /**
   * Makes the pointer say which version is the newest. Somebody may publish or roll back between the look at what there
   * is and the replacement, so it is looked at afterwards as well: whoever replaces last has seen everything before. True
   * where the pointer had to be moved.
   */
  async point(): Promise<boolean> {
    const pointed = await readStored(this.#store, `${this.#folder}/latest.json`, LatestSchema);
    let said = pointed && { version: pointed.version, digest: pointed.digest };
    for (let moved = false; ; moved = true) {
      const { latest } = await this.standing();
      const manifest = latest === undefined ? undefined : await this.read(latest);
      if (manifest === undefined) return moved;
      const { version, digest } = manifest;
      if (said?.version === version && said.digest === digest) return moved;
      await this.#replace(manifest);
      said = { version, digest };
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
}
