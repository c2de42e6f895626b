import { z } from 'zod';
import {
  BankIndexSettingsSchema,
  BankManifestSchema,
  BankRefSchema,
  templateShape,
  type BankIndexSettings,
  type BankManifest,
  type BankRef,
} from '../../../../schemas/recipes/fine-instructions/bank.ts';
import type { BuildRef, Dataset, TableRef, TableSummary } from '../../../../schemas/build/task.ts';
import { datasetEmpty } from '../../../dataset/dataset-empty.ts';
import { readStored, toJson } from '../../../storage/stored-json.ts';
import { openBuildOf, type OpenBuild } from '../../../engine/build/open-plan.ts';
import type { WorkerParts } from '../../../engine/build/worker-parts.ts';
import { withDuckDB, type DuckDB } from '../../../parquet/duckdb.ts';
import { identifier, literal, parquetFiles } from '../../../parquet/sql.ts';
import { bankCard } from './card/bank-card.ts';
import { bankCardFacts, type BankCardFacts } from './card/card-facts.ts';
import { bankAt, isWhole, newestBank } from './find-bank.ts';
import { indexBank, isIndexedSo } from './index-bank.ts';
import { bankKey, latestBankKey } from './keys.ts';
import { placeOf } from './lance/place.ts';
import { withScratch } from '../../../storage/scratch-folder.ts';

export interface PublishBankInput {
  readonly build: BuildRef;
  readonly name: string;
  readonly table: TableRef;
  readonly tables: readonly TableSummary[];
  /** Sources of real-world queries. */
  readonly referenceSources: readonly string[];
  /** @default those of the schema: builds that began with an earlier version give none */
  readonly index?: BankIndexSettings;
}

/** A published bank, and what of it a person wants to see. */
export interface PublishedBank {
  readonly bank: BankRef;
  readonly unchanged: boolean;
  readonly location: string;
  readonly sample: Dataset['sample'];
}

/**
 * Makes a table of templates the next version of its bank, unless the newest version has these very templates. The manifest
 * comes last, after the index: what an attempt that ended left of either is no version. Throws DatasetEmpty where there are
 * no templates.
 */
export async function publishBank(
  { build: ref, name, table, tables, referenceSources, index: given }: PublishBankInput,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<PublishedBank> {
  const build = await openBuildOf(ref, parts);
  const settings = given ?? BankIndexSettingsSchema.parse({});
  const newest = await newestBank(name, build);
  if ((await build.tables.manifest(table)).counts.out === 0)
    throw await datasetEmpty({
      name,
      build,
      tables,
      latest: newest?.version,
      scratchDir: parts.scratchDir,
      memoryLimit: parts.setMemory,
      signal,
    });
  const whole = newest !== undefined && (await isWhole(newest, build));
  const embedder = build.role('embedder').role.model;
  const sameSettings =
    whole &&
    newest.embedder === embedder &&
    newest.referenceSources.join('\n') === [...referenceSources].sort().join('\n') &&
    isIndexedSo(newest, settings);
  const { same, index, content, ...facts } = await withTables(
    build,
    parts,
    signal,
    async (db, filesOf, scratch) => {
      const files = await filesOf(table);
      const known = await read(db, files, referenceSources);
      const unchanged = { ...known, same: newest, index: undefined, content: undefined };
      if (sameSettings && newest.table.digest === table.digest) return unchanged;
      // Another recipe's build over the same queries makes a table of its own of the very same templates.
      const content = await contentOf(db);
      if (sameSettings && newest.content === content) return unchanged;
      const { templates } = known;
      const place = placeOf(name, build);
      const previous = ({ table: before }: BankManifest) => filesOf(before);
      const version = (newest?.version ?? 0) + 1;
      const bank = {
        place,
        version,
        templates,
        embedder,
        settings,
        files,
        newest: whole ? newest : undefined,
        filesOf: previous,
        scratch,
      };
      return { ...known, same: undefined, index: await indexBank(db, bank), content };
    },
  );
  const version = same?.version ?? (newest?.version ?? 0) + 1;
  const location = build.store.locate(`banks/${name}/v${version}`);
  if (same !== undefined) {
    await pointTo(build, same);
    return { bank: BankRefSchema.parse(same), unchanged: true, location, sample: facts.sample };
  }
  const manifest: BankManifest = {
    format: 'tunesmith-bank-1',
    name,
    version,
    table,
    templates: facts.templates,
    embedder,
    reference: facts.reference,
    ...(index === undefined ? {} : { index }),
    ...(content === undefined ? {} : { content }),
    referenceSources: [...referenceSources].sort(),
    standIn: tables.some(({ spending }) => spending.standIn),
    publishedAt: new Date().toISOString(),
  };
  // The manifest claims the version. An attempt beside this one, which made the same, may have been first.
  const written = await build.store.putBytes(bankKey(name, version, 'manifest.json'), toJson(manifest));
  const sealed = written === 'written' ? manifest : await sameBank(build, manifest);
  await build.store.putBytes(bankKey(name, version, 'README.md'), bankCard(sealed, facts.card, tables));
  await pointTo(build, sealed);
  return { bank: BankRefSchema.parse(sealed), unchanged: false, location, sample: facts.sample };
}

/** Another build published another version under the same number; trying again takes the next one. */
export class BankVersionTaken extends Error {
  override readonly name = 'BankVersionTaken';
}

/** The manifest that was written first. Throws BankVersionTaken where it is of other templates. */
async function sameBank({ store }: OpenBuild, manifest: BankManifest): Promise<BankManifest> {
  const key = bankKey(manifest.name, manifest.version, 'manifest.json');
  const first = await bankAt(store, manifest.name, manifest.version);
  const same = (a: BankManifest): string =>
    JSON.stringify([a.content, a.embedder, a.index?.settings, a.referenceSources]);
  if (first !== undefined && same(first) === same(manifest)) return first;
  throw new BankVersionTaken(
    `${store.locate(key)} is of another build that publishes the same bank; trying again takes the next version`,
  );
}

/** Makes a version the newest. What is completed between the look at the pointer and its replacement is found after it. */
async function pointTo({ store }: OpenBuild, manifest: BankManifest): Promise<void> {
  const { name } = manifest;
  const pointed = await readStored(store, latestBankKey(name), BankManifestSchema);
  if (pointed !== undefined && pointed.version > manifest.version) return;
  let newest: BankManifest | undefined = manifest;
  while (newest !== undefined) {
    await store.replace(latestBankKey(name), toJson(newest));
    newest = await bankAt(store, name, newest.version + 1);
  }
}

interface BankFacts {
  readonly templates: number;
  readonly reference: [number, number][];
  readonly sample: Dataset['sample'];
  readonly card: BankCardFacts;
}

type FilesOf = (table: TableRef) => Promise<readonly string[]>;

/** A DuckDB session with a folder that holds the files of tables until it ends. */
async function withTables<T>(
  { tables }: OpenBuild,
  parts: WorkerParts,
  signal: AbortSignal,
  use: (db: DuckDB, filesOf: FilesOf, folder: string) => Promise<T>,
): Promise<T> {
  return withScratch(parts.scratchDir, 'bank', async (folder) => {
    const filesOf: FilesOf = (table) => tables.fetchRows(table, folder);
    const options = { memoryLimit: parts.setMemory, scratchDir: parts.scratchDir, signal };
    return await withDuckDB(options, (db) => use(db, filesOf, folder));
  });
}

/** Digest of the templates in the view `bank`, whatever their order and files. */
async function contentOf(db: DuckDB): Promise<string> {
  const columns = [...Object.keys(templateShape), 'embedding'].map(identifier).join(', ');
  const [digest] = await db.rows(
    `SELECT coalesce(bit_xor(md5_number(concat(template_id, ' ', hash(${columns})))), 0)::VARCHAR AS content FROM bank`,
    { content: z.string() },
  );
  return digest?.content ?? '';
}

async function read(db: DuckDB, paths: readonly string[], sources: readonly string[]): Promise<BankFacts> {
  await db.run(`CREATE VIEW bank AS SELECT * FROM ${parquetFiles(paths)}`);
  const named = sources.map((source) => literal(source)).join(', ');
  const real = sources.length === 0 ? 'true' : `source IN (${named})`;
  const [count] = await db.rows('SELECT count(*) AS templates FROM bank', { templates: z.int() });
  const reference = await db.rows(
    `SELECT complexity, CAST(sum(queries) AS BIGINT) AS queries FROM
      (SELECT complexity, unnest(query_sources) AS source, unnest(source_uses) AS queries FROM bank)
    WHERE ${real} GROUP BY complexity ORDER BY complexity`,
    { complexity: z.int(), queries: z.int() },
  );
  const [sample] = await db.rows(
    'SELECT template, description FROM bank ORDER BY uses DESC, template_id LIMIT 1',
    { template: z.string(), description: z.string() },
  );
  return {
    templates: count?.templates ?? 0,
    reference: reference.map(({ complexity, queries }) => [complexity, queries]),
    sample: sample && [
      { title: 'Template', text: sample.template },
      { title: 'Document', text: sample.description },
    ],
    card: await bankCardFacts(db),
  };
}
