import {
  DatasetManifestSchema,
  LatestSchema,
  type DatasetFile,
  type DatasetManifest,
  type Latest,
} from '../../schemas/dataset-manifest.ts';
import { readDocument, toJson } from '../engine/documents.ts';
import type { Store } from '../storage/store.ts';
import { PublishInterrupted } from './publish-interrupted.ts';

/** A version's number, and its manifest where an earlier attempt completed it without making it the newest. */
export interface FreeVersion {
  readonly version: number;
  readonly complete?: DatasetManifest;
}

/**
 * The versions of one dataset in the store. A version's files are written once, its manifest last, and only then does
 * latest.json point to it; what has no manifest is nobody's.
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
    if (latest === undefined) return undefined;
    return readDocument(this.#store, latest.manifest, DatasetManifestSchema);
  }

  /** The first version from `at` on that has no manifest, cleared of what a killed attempt left there. */
  async prepare(at: number, digest: string): Promise<FreeVersion> {
    const pointed = (await this.#pointer())?.version ?? 0;
    for (let version = Math.max(at, pointed + 1); ; version += 1) {
      const manifest = await readDocument(
        this.#store,
        this.key(version, 'manifest.json'),
        DatasetManifestSchema,
      );
      if (manifest?.digest === digest) return { version, complete: manifest };
      if (manifest !== undefined) continue;
      for (const key of await this.#keys(version)) await this.#store.remove(key);
      return { version };
    }
  }

  /** Moves a finished file into a version. */
  async put(version: number, file: DatasetFile, path: string): Promise<void> {
    const key = this.key(version, file.path);
    if ((await this.#store.putFile(key, path)) === 'exists')
      throw new PublishInterrupted(this.#store.locate(key), 'it was there already');
  }

  /** Completes a version and makes it the newest. */
  async seal(manifest: DatasetManifest): Promise<void> {
    await this.#check(manifest);
    const key = this.key(manifest.version, 'manifest.json');
    if ((await this.#store.putBytes(key, toJson(manifest))) === 'exists')
      throw new PublishInterrupted(this.#store.locate(key), 'it was there already');
    await this.point(manifest);
  }

  /** Makes a complete version the newest, unless a newer one is. */
  async point({ version, digest }: DatasetManifest): Promise<void> {
    const pointed = await this.#pointer();
    if (pointed !== undefined && pointed.version > version) return;
    const latest: Latest = {
      format: 'tunesmith-latest-1',
      version,
      digest,
      manifest: this.key(version, 'manifest.json'),
    };
    await this.#store.replace(`${this.#folder}/latest.json`, toJson(latest));
  }

  key(version: number, path: string): string {
    return `${this.#folder}/v${version}/${path}`;
  }

  /** The version's folder, as a person can open it. */
  location(version: number): string {
    return this.#store.locate(`${this.#folder}/v${version}`);
  }

  async #keys(version: number): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of this.#store.list(`${this.#folder}/v${version}/`)) keys.push(key);
    return keys;
  }

  #pointer(): Promise<Latest | undefined> {
    return readDocument(this.#store, `${this.#folder}/latest.json`, LatestSchema);
  }

  /** Every file is there with its size: nobody cleared the version away as a dead attempt's. */
  async #check({ version, files }: DatasetManifest): Promise<void> {
    const there = new Map<string, number>();
    for await (const { key, bytes } of this.#store.list(`${this.#folder}/v${version}/`))
      there.set(key, bytes);
    for (const { path, bytes } of files) {
      const key = this.key(version, path);
      const met = there.get(key);
      if (met !== bytes)
        throw new PublishInterrupted(
          this.#store.locate(key),
          met === undefined ? 'it is gone' : `it has ${met} bytes, not ${bytes}`,
        );
    }
  }
}
