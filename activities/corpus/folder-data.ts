import { LatestSchema } from '../../schemas/dataset/manifest.ts';
import type { FilesInput } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { globPattern } from './glob-pattern.ts';
import { configsOfCard, type CardConfig } from './hub-card.ts';
import { isMeant, knownExtensions } from './known-format.ts';

/** A folder, or what has a prefix in an object store. */
export interface Listing {
  /** As the config names it. */
  readonly entry: string;
  /** Of all its files, hidden ones left out, relative to it. */
  readonly paths: readonly string[];
  /** The first `cardBytes` of a file. */
  readonly read: (path: string) => Promise<string>;
}

type Chosen = Pick<FilesInput, 'format' | 'config' | 'split'>;

/** Bytes of a card that are read at most; its front matter is at its beginning. */
export const cardBytes = 1024 * 1024;

const card = 'README.md';
const everySplit = 'all';

/**
 * The files of a folder that are its data: those that its dataset card names, of one config and split; of a folder of our
 * own dataset's versions, the newest; else all that are of a known format. Throws CorpusUnreadable.
 */
export async function dataIn(listing: Listing, chosen: Chosen): Promise<string[]> {
  const { entry, paths, read } = listing;
  const version = paths.includes('latest.json') ? latestVersion(await read('latest.json')) : undefined;
  if (version !== undefined) {
    const folder = `v${String(version)}/`;
    const inside = paths.flatMap((path) => (path.startsWith(folder) ? [path.slice(folder.length)] : []));
    const newest = { entry: `${entry.replace(/\/$/, '')}/v${String(version)}`, paths: inside };
    const found = await dataIn({ ...newest, read: (path) => read(folder + path) }, chosen);
    return found.map((path) => folder + path);
  }
  const configs = paths.includes(card) ? configsOfCard(await read(card)) : [];
  if (configs === undefined)
    throw unusable(
      listing,
      'its README.md has configs that cannot be read',
      'Mend their YAML (data_files: paths, or split and path of each), or name the files with a glob',
    );
  if (configs.length > 0) return filesOf(configChosen(configs, listing, chosen), listing, chosen);
  if (chosen.config !== undefined)
    throw unusable(listing, 'no dataset card with configs is in the folder', 'Leave config out');
  const meant = meantIn(paths, chosen);
  if (meant.length === 0) {
    const texts = chosen.format === 'text' || chosen.format === 'lines';
    throw unusable(
      listing,
      `the folder holds no ${texts ? '.txt (also .gz or .zst)' : knownExtensions}`,
      'Name the files with a glob, and set format if their extension does not tell it',
    );
  }
  const { split } = chosen;
  if (split === undefined || split === everySplit) return meant;
  const ofSplit = meant.filter((path) => namesSplit(path, split));
  if (ofSplit.length > 0) return ofSplit;
  throw unusable(
    listing,
    `no file's name tells that it is of the split "${split}"`,
    'Name the files with a glob, and leave split out',
  );
}

/** The number of our own dataset's newest version; undefined for a file of somebody else's. */
function latestVersion(text: string): number | undefined {
  try {
    return LatestSchema.safeParse(JSON.parse(text)).data?.version;
  } catch {
    return undefined;
  }
}

/** Throws CorpusUnreadable where an input chooses among files that it names itself. */
export function refuseChoice(entry: string, { config, split }: Chosen): void {
  if (config === undefined && split === undefined) return;
  throw new CorpusUnreadable({
    path: entry,
    problem: `${config === undefined ? 'split' : 'config'} chooses among the files of a folder, and this is none`,
    fix: 'Name the folder, or leave it out',
  });
}

function configChosen(configs: readonly CardConfig[], listing: Listing, { config }: Chosen): CardConfig {
  const names = configs.map(({ name }) => name).join(', ');
  const found =
    config === undefined
      ? (configs.find((each) => each.isDefault) ?? (configs.length === 1 ? configs[0] : undefined))
      : configs.find(({ name }) => name === config);
  if (found !== undefined) return found;
  const problem =
    config === undefined
      ? `its card has several configs and no default: ${names}`
      : `its card has no config "${config}", only ${names}`;
  throw unusable(listing, problem, 'Set config to one of them');
}

function filesOf(config: CardConfig, listing: Listing, chosen: Chosen): string[] {
  const { name, folder, splits } = config;
  const inside = listing.paths.flatMap((path) =>
    path.startsWith(folder) ? [path.slice(folder.length)] : [],
  );
  if (splits.size === 0) return meantIn(inside, chosen).map((path) => folder + path);
  const { split = splits.has('train') ? 'train' : undefined } = chosen;
  if (split === undefined && splits.size > 1)
    throw unusable(
      listing,
      `its config "${name}" has several splits and no train: ${[...splits.keys()].join(', ')}`,
      'Set split to one of them, or to all',
    );
  const meant = split === undefined || split === everySplit ? [...splits.values()].flat() : splits.get(split);
  if (meant === undefined)
    throw unusable(
      listing,
      `its config "${name}" has no split "${split ?? ''}", only ${[...splits.keys()].join(', ')}`,
      'Set split to one of them, or to all',
    );
  const found = new Set(meant.flatMap((pattern) => matching(pattern, inside, listing)));
  return [...found].map((path) => folder + path);
}

/** Files that a card means: by a path, a glob, or a folder. */
function matching(pattern: string, paths: readonly string[], listing: Listing): string[] {
  if (/^[a-z0-9]+:\/\//i.test(pattern))
    throw unusable(listing, `its card names data elsewhere: ${pattern}`, 'Download it, and name its files');
  const plain = pattern.replace(/^\.\//, '');
  if (paths.includes(plain)) return [plain];
  const glob = globPattern(plain);
  const found = paths.filter((path) => glob.test(path));
  const folder = plain.endsWith('/') ? plain : `${plain}/`;
  const meant = found.length > 0 ? found : paths.filter((path) => path.startsWith(folder) && isMeant(path));
  if (meant.length > 0) return meant;
  throw unusable(
    listing,
    `its card names ${pattern}, and no file is there`,
    'Download the data as well (git lfs pull, or hf download)',
  );
}

function meantIn(paths: readonly string[], { format }: Chosen): string[] {
  return paths.filter((path) => isMeant(path, format));
}

/** The hub's own rule: the word stands by itself in the path. */
function namesSplit(path: string, split: string): boolean {
  const word = split.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(^|[-_./\\s0-9])${word}([-_./\\s0-9]|$)`).test(path);
}

function unusable({ entry }: Listing, problem: string, fix: string): CorpusUnreadable {
  return new CorpusUnreadable({ path: entry, problem, fix });
}
