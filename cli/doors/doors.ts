import { Datasets } from '../../client/datasets.ts';
import { ConfigError } from '../../config/config-error.ts';
import { checkConfig } from '../../config/load-config.ts';
import { relativePathsIn } from '../../config/paths.ts';
import { pathText } from '../../config/findings.ts';
import type { Tunesmith } from '../../client/tunesmith.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { Fleet } from '../../schemas/build/fleet.ts';
import type { StoreConfig } from '../../schemas/build/store.ts';
import type { Home } from '../../workers/home.ts';

/** What the doors open to: one server's builds, and one store's datasets. */
export interface DoorsOptions {
  readonly tunesmith: Tunesmith;
  readonly store: StoreConfig;
  readonly fleet: Fleet | undefined;
  readonly home: Pick<Home, 'cacheDir' | 'scratchDir'>;
}

/** What HTTP and MCP both ask, of the client library. */
export class Doors {
  readonly tunesmith: Tunesmith;
  private readonly options: DoorsOptions;
  private opened: Promise<Datasets> | undefined;

  constructor(options: DoorsOptions) {
    this.options = options;
    this.tunesmith = options.tunesmith;
  }

  datasets(): Promise<Datasets> {
    const { store, home } = this.options;
    this.opened ??= Datasets.open(store, { ...home, toRead: true });
    this.opened.catch(() => (this.opened = undefined));
    return this.opened;
  }

  /** Checks a config as it was sent, without a file: relative paths mean nothing. Throws ConfigError. */
  async check(written: Record<string, unknown>): Promise<BuildConfig> {
    const { store, fleet } = this.options;
    const relative = relativePathsIn(written).map(({ at, met }) => ({
      at: pathText(at),
      line: undefined,
      problem: `${JSON.stringify(met)} is relative; write an absolute path of the workers, or s3://bucket/…`,
    }));
    if (relative.length > 0) throw new ConfigError('', relative);
    const value =
      written['store'] === undefined && fleet?.store === undefined ? { ...written, store } : written;
    return checkConfig({ path: '', folder: '/', value, lineOf: () => undefined }, { fleet });
  }
}
