import { parse } from 'yaml';
import { z } from 'zod';

/** A config of a dataset card: which files are its data. */
export interface CardConfig {
  readonly name: string;
  readonly isDefault: boolean;
  /** Where its paths begin: empty, or ending in a slash. */
  readonly folder: string;
  /** Paths and globs by split; none where the config names no files. */
  readonly splits: ReadonlyMap<string, readonly string[]>;
}

const PathsSchema = z.union([z.string().transform((path) => [path]), z.array(z.string())]);
/** A name that YAML may have taken for something else. */
const NameSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const SplitsSchema = z.union([
  PathsSchema.transform((paths) => [{ split: 'train', path: paths }]),
  z.array(z.looseObject({ split: NameSchema, path: PathsSchema })),
  z
    .record(z.string(), PathsSchema)
    .transform((splits) => Object.entries(splits).map(([split, path]) => ({ split, path }))),
]);

const CardSchema = z.looseObject({
  configs: z.array(
    z.looseObject({
      config_name: NameSchema.default('default'),
      default: z.boolean().default(false),
      data_dir: z.string().optional(),
      data_files: SplitsSchema.optional(),
    }),
  ),
});

/**
 * The configs of a dataset card, as the Hugging Face hub reads them from its front matter; none where it has none.
 * Undefined where it has some that cannot be read.
 */
export function configsOfCard(text: string): CardConfig[] | undefined {
  const [, front] = /^\uFEFF?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(\r?\n|$)/s.exec(text) ?? [];
  if (front === undefined || !/^["']?configs["']?\s*:/m.test(front)) return [];
  const card = CardSchema.safeParse(yamlOf(front));
  if (!card.success) return undefined;
  return card.data.configs.map(({ config_name: name, default: isDefault, data_dir, data_files = [] }) => {
    const splits = new Map<string, string[]>();
    for (const { split, path } of data_files) splits.set(split, [...(splits.get(split) ?? []), ...path]);
    const folder = (data_dir ?? '').replace(/^\.?\/|\/$/g, '');
    return {
      name,
      isDefault: isDefault || name === 'default',
      folder: folder === '' || folder === '.' ? '' : `${folder}/`,
      splits,
    };
  });
}

function yamlOf(front: string): unknown {
  try {
    return parse(front);
  } catch {
    return undefined;
  }
}
