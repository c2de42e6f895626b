import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Format } from '../../schemas/kinds/index.ts';
import type { DatasetColumn, DatasetFile, DatasetManifest } from '../../schemas/dataset/manifest.ts';
import { DatasetManifestSchema } from '../../schemas/dataset/manifest.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { allEnded, mapConcurrently } from '../concurrently.ts';
import { withDuckDB, type DuckDB } from '../parquet/duckdb.ts';
import { Turns } from '../parquet/turns.ts';
import { without } from '../engine/plan/plan-flow.ts';
import { checkTable } from '../engine/plan/seal-flow.ts';
import { analyse } from './analysis/analyse.ts';
import { withTokens } from './count-tokens.ts';
import { checkLineage } from './check-lineage.ts';
import { collectGarbage } from '../parquet/collect-garbage.ts';
import { datasetFile } from './dataset-file.ts';
import { compareVersions, storedVersion } from './diff/compare-versions.ts';
import { diffSection } from './diff/diff-section.ts';
import { readTables } from './dataset-tables.ts';
import { factsOf } from './facts.ts';
import { openRows, viewRows, type OpenRows } from './open-rows.ts';
import type { Gathered } from './gathered.ts';
import type { PublishInput, PublishOptions } from './publish-input.ts';
import { kindWriters } from './kinds/index.ts';
import { fittingFormats, leftOut, placesOf } from './places.ts';
import { publicColumns } from './public-columns.ts';
import type { Releases } from './releases.ts';
import { drawnRows, firstRow } from './sample-rows.ts';
import { rowsBySampling } from './sampled.ts';
import { sampleRejects } from './sample-rejects.ts';
import { writeDatasetConfigs } from './training/dataset-configs.ts';
import { splitRows, type Split } from './splits.ts';
import { thoughtColumns, thoughtsOf } from './thoughts.ts';
import { lineSql, writeLines } from './write-lines.ts';
import { writeParquet, writeTextParquet } from './write-parquet.ts';
import { withScratch } from '../storage/scratch-folder.ts';

/** Rows that the report shows. */
const shown = 6;

/** Rows after which the heap of a build is worth collecting. */
const heapOfRows = 5000;

/**
 * Rows and bytes of a table of which two sessions are open at a time, its analysis and a format or two formats, each on a
 * thread: a further one, or a second thread of a format, took 20 to 60 MB more than anything before publishing. A larger
 * table has one session.
 */
const fewRows = 50_000;
const smallTable = 24 * 1024 * 1024;

/** Runs queries over the table to publish in a session of their own: its memory is given back at its end. */
type Apart = <T>(threads: number, use: (db: DuckDB) => Promise<T>) => Promise<T>;
/** The same once there is a turn for it. */
type InTurn = <T>(use: (db: DuckDB) => Promise<T>) => Promise<T>;

export interface VersionInput extends PublishInput {
  readonly digest: string;
  readonly version: number;
  readonly releases: Releases;
}

/** Writes all files of a version in scratch, moves them into the store, and makes the version the newest. */
export async function makeVersion(input: VersionInput, options: PublishOptions): Promise<DatasetManifest> {
  const { build, releases, version } = input;
  const { signal, scratchDir, beat = () => undefined } = options;
  // They load while DuckDB works in its own threads.
  const renderers = Promise.all([import('./card/card.ts'), import('./report/report.ts')]);
  renderers.catch(() => undefined);
  return withScratch(scratchDir, 'publish', async (folder) => {
    const made = await gather(input, options, folder);
    beat('comparing with the version before');
    const gathered = { ...made, changes: await changesOf(made, input, options, folder) };
    const [{ cardOf }, { reportOf }] = await renderers;
    beat('writing the card and the report');
    await writeFile(join(folder, 'README.md'), cardOf(gathered, build.plan.config.output));
    await writeFile(join(folder, 'report.html'), reportOf(gathered, build.plan.prompts));
    const pages = [
      await datasetFile(folder, 'README.md', signal),
      await datasetFile(folder, 'report.html', signal),
    ];
    beat('moving the files into the store');
    // The card first: it claims the version (`Releases`).
    for (const file of [...pages, ...gathered.data]) {
      signal.throwIfAborted();
      await releases.put(version, file, join(folder, file.path));
    }
    const createdAt = new Date().toISOString();
    const files = [...gathered.data, ...pages];
    const manifest = DatasetManifestSchema.parse({ ...gathered.facts, createdAt, files });
    return await releases.seal(manifest);
  });
}

/**
 * What changed since the version before, by its number: another one may be the newest by the time that an attempt beside
 * this one looks, and both must write the same report.
 */
async function changesOf(
  { facts, data }: Gathered,
  { build, releases, version }: VersionInput,
  { memoryLimit, signal }: PublishOptions,
  folder: string,
): Promise<Gathered['changes']> {
  const before = await releases.before(version);
  if (before === undefined) return undefined;
  const after = {
    facts,
    files: data,
    fetch: (path: string) => Promise.resolve(join(folder, path)),
  };
  const session = { memoryLimit, scratchDir: folder, signal };
  return diffSection(await compareVersions(storedVersion(build.store, before), after, session));
}

async function gather(input: VersionInput, options: PublishOptions, folder: string): Promise<Gathered> {
  const { build, kind, table, version, digest, training } = input;
  const { memoryLimit, signal, analyses, beat = () => undefined } = options;
  const { store, plan } = build;
  const recipe = recipeOf(plan.config.recipe);
  const tables = await readTables(build, input.tables);
  const final = tables.find(({ summary }) => summary.table.digest === table.digest);
  if (final === undefined)
    throw new Error(`the table ${table.stage}-${table.digest} is not among the build's tables`);
  checkLineage(tables);
  const beside = await readTables(build, input.beside ?? []);
  const session = { memoryLimit, scratchDir: folder, signal };
  return withDuckDB(session, async (db) => {
    beat('reading the table');
    await checkTable(build, await build.tables.manifest(table), folder);
    const held = await openRows(db, final, join(folder, 'rows'));
    const counted = join(folder, 'counted');
    const { config } = plan;
    const { reasoning } = config.output;
    const rows = await withTokens(db, held, { kind, reasoning }, () => build.tokenizer(), counted, signal);
    const kept = thoughtColumns(without(rows.columns, input.without), reasoning);
    const columns = publicColumns(kept, recipe, kind);
    const { out } = final.summary.counts;
    const small = out <= fewRows && final.manifest.bytes <= smallTable;
    // A smaller build has no such heap, and the time counts.
    if (out > heapOfRows) collectGarbage();
    const shownRows = {
      ...rows,
      columns: rows.columns.filter(({ name }) => columns.some(({ from }) => from === name)),
    };
    const places = await placesOf(db, kind, shownRows, thoughtsOf(reasoning));
    const formats = fittingFormats(kind, config.output.formats, places);
    const apart: Apart = (threads, use) =>
      withDuckDB({ ...session, threads: small ? threads : 1 }, async (other) => {
        await viewRows(other, rows);
        return use(other);
      });
    beat('writing and analysing the rows');
    const { seed } = config;
    // The analysis first: it takes longest.
    const turns = new Turns(small ? 2 : 1);
    const study = turns.take(() =>
      apart(2, (db) =>
        analyse({
          db,
          apart: (use) => (small ? db.beside(use) : apart(1, use)),
          sideBySide: small,
          store,
          kind,
          rows: shownRows,
          tables,
          beside,
          seed,
          folder,
          config,
          analyses,
        }),
      ),
    );
    const { splits: asked } = config.output;
    const splits = await splitRows(db, asked, final.summary.counts.out);
    const inTurn: InTurn = (use) => turns.take(() => apart(1, use));
    // A session is 20 ms of CPU: what is small has one for all of its formats.
    const sessions = small ? [formats] : formats.map((format) => [format]);
    const write = allEnded(
      sessions.map((each) => writeData(inTurn, shownRows, columns, each, splits, input, folder, signal)),
    );
    const [analysis, data] = await allEnded([study, write]);
    const { training: given, formats: named } = config.output;
    const configs =
      given === undefined || !formats.includes('messages')
        ? []
        : await writeDatasetConfigs(
            {
              kind,
              name: config.name,
              formats,
              places,
              main: recipe.kinds?.[0],
              recipe: recipe.training,
              given,
              splits: splits.map(({ name }) => name),
            },
            folder,
          );
    const files = await mapConcurrently(configs, 1, (path) => datasetFile(folder, path, signal));
    const first = await firstRow(db, shownRows, kind);
    const drawn = await drawnRows(db, shownRows, kind, seed, shown);
    const rejects = await sampleRejects(db, tables, folder);
    const facts = await factsOf(build, {
      version,
      digest,
      kind,
      recipe,
      tables,
      rows: final.summary.counts.out,
      splits: asked === undefined ? undefined : splits.map(({ name, rows }) => ({ name, rows })),
      sampled: await rowsBySampling(db, shownRows),
      columns,
      analysis,
      first,
      training,
    });
    const left = leftOut(kind, formats, named !== undefined, places);
    return { facts, formats, leftOut: left, data: [...data.flat(), ...files], first, drawn, rejects };
  });
}

/** Formats of a version, written in one session. */
async function writeData(
  inTurn: InTurn,
  rows: OpenRows,
  columns: readonly DatasetColumn[],
  formats: readonly Format[],
  splits: readonly Split[],
  { build, kind }: VersionInput,
  folder: string,
  signal: AbortSignal,
): Promise<DatasetFile[]> {
  const { output } = build.plan.config;
  const unreasoned = output.reasoning === 'none' ? kindWriters[kind].unreasoned : undefined;
  const write = async (db: DuckDB, format: Format): Promise<string[]> => {
    if (format === 'parquet') return writeParquet(db, rows, columns, folder, splits, unreasoned);
    const line = lineSql(kind, format, rows, output);
    const lines = await writeLines(db, rows, format, line, folder, splits);
    return format === 'text'
      ? [...lines, ...(await writeTextParquet(db, rows, line, folder, splits))]
      : lines;
  };
  const paths = await inTurn((db) => mapConcurrently(formats, 1, (format) => write(db, format)));
  return mapConcurrently(paths.flat(), 1, (path) => datasetFile(folder, path, signal));
}
