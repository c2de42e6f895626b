import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  collect,
  diffVersions,
  listDatasets,
  listVersions,
  openStore,
  pin,
  pushDatasets,
  readRejectsOf,
  readRowsOf,
  rollBack,
  unpin,
  type PageRequest,
  type PushRequest,
  type Store,
} from '../activities/versions/index.ts';
import { StoreSchema, type StoreInput } from '../schemas/build/store.ts';
import type { CollectOptions, Collection } from '../schemas/dataset/collection.ts';
import type { DatasetDiff } from '../schemas/dataset/diff.ts';
import type { Page } from '../schemas/dataset/page.ts';
import type { Push } from '../schemas/dataset/push.ts';
import type { DatasetInfo, Rollback, VersionInfo } from '../schemas/dataset/version.ts';
import type { Tunesmith } from './tunesmith.ts';

export interface DatasetsOptions {
  /** Folder for downloads from S3. @default one in the system's folder for temporary files */
  readonly cacheDir?: string;
  /** Folder for what does not fit in memory. @default the system's for temporary files */
  readonly scratchDir?: string;
  /** The store is only looked into: a folder is not made. @default false */
  readonly toRead?: boolean;
}

export interface GcOptions extends Partial<CollectOptions> {
  /** Removes what it would free. @default it only says so */
  readonly remove?: boolean;
  /** Server whose builds under way keep their tables and answers, however old these are. */
  readonly server?: Pick<Tunesmith, 'running'>;
}

/**
 * The published datasets of a store: which versions there are, what changed between two, and which one readers take. It
 * asks the store alone; no server or worker is needed.
 *
 * @example
 * const datasets = await Datasets.open('s3://bucket/prefix');
 * for (const { version, rows, latest } of await datasets.versions('my-dataset')) console.log(version, rows, latest);
 * await datasets.rollback('my-dataset', 2);
 */
export class Datasets {
  private readonly store: Store;
  private readonly scratchDir: string;

  private constructor(store: Store, scratchDir: string) {
    this.store = store;
    this.scratchDir = scratchDir;
  }

  /** Opens a folder, `s3://bucket/prefix`, or what a config's `store` holds. Throws StoreUnavailable. */
  static async open(store: StoreInput, options: DatasetsOptions = {}): Promise<Datasets> {
    const cacheDir = options.cacheDir ?? join(tmpdir(), 'tunesmith-cache');
    const { toRead = false } = options;
    const scratchDir = options.scratchDir ?? tmpdir();
    return new Datasets(await openStore(StoreSchema.parse(store), { cacheDir, toRead }), scratchDir);
  }

  /** Every dataset of the store, as the version that readers take. */
  list(): Promise<DatasetInfo[]> {
    return listDatasets(this.store);
  }

  /** The versions of a dataset, oldest first. Throws VersionUnknown. */
  versions(name: string): Promise<VersionInfo[]> {
    return listVersions(this.store, name);
  }

  /**
   * Published rows of a version, a page at a time: `next` of one is the `cursor` of the one after it. Name the `version`
   * with it, or one that is published meanwhile goes before. Whole numbers beyond 32 bits are texts. Throws
   * VersionUnknown, PageUnusable.
   *
   * @example
   * for (let cursor: string | undefined = '0-0'; cursor !== undefined; ) {
   *   const { rows, next } = await datasets.rows('my-dataset', { version: 3, cursor, limit: 1000 });
   *   cursor = next;
   * }
   */
  rows(name: string, page: PageRequest = {}): Promise<Page> {
    return readRowsOf(this.store, name, page);
  }

  /**
   * What a stage rejected on the way to a version, with reasons, in pages as `rows`. Throws VersionUnknown, StageUnknown,
   * PageUnusable.
   */
  rejects(name: string, stage: string, page: PageRequest = {}): Promise<Page> {
    return readRejectsOf(this.store, name, stage, page);
  }

  /** Rows by id, counts by stage, rejects, scores, lengths, config and prompts of two versions. Throws VersionUnknown. */
  diff(name: string, before: number, after: number): Promise<DatasetDiff> {
    return diffVersions(this.store, name, { before, after }, this.scratchDir);
  }

  /** Makes a version the one that readers take. Throws VersionUnknown. */
  rollback(name: string, version: number): Promise<Rollback> {
    return rollBack(this.store, name, version);
  }

  /** Keeps a version from being collected. Throws VersionUnknown. */
  pin(name: string, version: number): Promise<void> {
    return pin(this.store, name, version);
  }

  /** Lets a version be collected; true where it was pinned. Throws VersionUnknown. */
  unpin(name: string, version: number): Promise<boolean> {
    return unpin(this.store, name, version);
  }

  /**
   * Says, or removes, what neither a kept version nor a build under way refers to. Builds of other servers are known by
   * what they wrote or took up within `graceHours`.
   */
  gc({ server, ...options }: GcOptions = {}): Promise<Collection> {
    return collect(this.store, {
      ...options,
      ...(server === undefined ? {} : { running: () => server.running() }),
    });
  }

  /**
   * Puts a version into a dataset of the Hugging Face hub under the tag `vN`, with the token of HF_TOKEN. Throws
   * VersionUnknown, TokenMissing and HubRefused.
   */
  async push(name: string, request: PushRequest): Promise<Push> {
    const [pushed] = await this.pushAll([name], request);
    if (pushed === undefined) throw new Error('nothing was pushed');
    return pushed;
  }

  /**
   * As `push`, the newest versions of several datasets in one commit: each is a config of its own, in a folder of its own,
   * under the tag `NAME-vN`.
   */
  pushAll(names: readonly string[], request: Omit<PushRequest, 'version'>): Promise<Push[]> {
    return pushDatasets(this.store, names, request, this.scratchDir);
  }
}
