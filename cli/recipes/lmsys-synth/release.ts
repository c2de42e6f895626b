import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { withDuckDB } from '../../../activities/parquet/duckdb.ts';
import { parquetFiles } from '../../../activities/parquet/sql.ts';
import { mapConcurrently } from '../../../activities/concurrently.ts';
import { ConversationsSchema } from '../../../schemas/recipes/lmsys-synth/conversations.ts';
import { isJsonObject } from '../../../activities/corpus/json-object.ts';
import type { Json } from '../../../schemas/json.ts';
import { PlanSchema } from '../../../schemas/build/plan.ts';
import type { Release } from '../../../schemas/recipes/lmsys-synth/release.ts';
import { datasetFile } from '../../../activities/dataset/dataset-file.ts';
import { reportOf } from '../../../activities/dataset/report/report.ts';
import { planKey } from '../../../activities/engine/tables/keys.ts';
import { readStored } from '../../../activities/storage/stored-json.ts';
import type { DatasetFacts, DatasetManifest } from '../../../schemas/dataset/manifest.ts';
import { exitCodes } from '../../exit-codes.ts';
import { findTables, type FindOptions } from '../../inspect/find-tables.ts';
import { UserMistake } from '../../user-mistake.ts';
import { releaseCard } from './card.ts';
import { columnsOfLog, withoutText } from './withheld.ts';

export interface ReleaseOptions extends FindOptions {
  readonly to: string;
  readonly why?: string;
}

const usualReason = 'It is text of a chat log, whose licence may not allow that to be passed on.';

const script = new URL('./join.py', import.meta.url);

/** `tunesmith release NAME --to FOLDER`: the dataset's newest version without its log's text, and what joins it again. */
export async function release(name: string, options: ReleaseOptions): Promise<number> {
  const { dataset, store } = await findTables(name, options);
  if (dataset === undefined) throw new UserMistake(`${name} is not published yet`);
  const log = placeInLog(dataset);
  const withheld = columnsOfLog(dataset);
  const why = options.why ?? usualReason;
  const { to } = options;
  const { version, digest, rows } = dataset;
  const keys = dataset.files.flatMap(({ path }) =>
    path.startsWith('data/') ? [`datasets/${dataset.name}/v${version}/${path}`] : [],
  );
  if (keys.length === 0)
    throw new UserMistake(`${name} has no Parquet files: build it with output.formats: [parquet]`);
  await mkdir(to).catch((error: unknown) => {
    throw new UserMistake(`${to} cannot be made (${String(error)}); name a new folder`);
  });
  const released: Release = {
    format: 'tunesmith-release-1',
    dataset: { name: dataset.name, version, digest, rows },
    withheld,
    why,
    log,
  };
  const paths = await mapConcurrently(keys, 4, (key) => store.fetch(key));
  await writeRows(paths, join(to, 'rows.jsonl'), dataset, withheld);
  await writeFile(join(to, 'release.json'), `${JSON.stringify(released, null, 2)}\n`);
  await copyFile(script, join(to, 'join.py'));
  const plan = await readStored(store, planKey(dataset.build.id), PlanSchema);
  const facts = factsWithoutText(dataset, withheld, plan !== undefined);
  await writeFile(join(to, 'README.md'), releaseCard(facts, released));
  const files = ['rows.jsonl', 'release.json', 'join.py', 'README.md'];
  const data = await mapConcurrently(files, 4, (path) => datasetFile(to, path, new AbortController().signal));
  const pages = { facts, data, formats: [], leftOut: [], first: undefined, drawn: [], rejects: [] };
  await writeFile(join(to, 'report.html'), reportOf(pages, plan?.prompts ?? {}));
  const columns = withheld.join(', ');
  const said =
    options.json === true
      ? JSON.stringify({ folder: to, rows, withheld, why }, null, 2)
      : `${to}: ${rows} rows of ${dataset.name} version ${version} without the log's text in ${columns}`;
  process.stdout.write(`${said}\n`);
  return exitCodes.ok;
}

const MadeSchema = z.object({ recipe: z.literal('lmsys-synth'), conversations: ConversationsSchema });

/** Where the log's records have a dataset's conversations. */
function placeInLog({ name, config }: DatasetManifest): Release['log'] {
  const made = MadeSchema.safeParse(config);
  if (!made.success) throw new UserMistake(`${name} was not made of chat logs by the recipe lmsys-synth`);
  const { id, columns } = made.data.conversations;
  if (id === undefined)
    throw new UserMistake(
      `the rows of ${name} have no ids of their log: build it with conversations.id, and release that`,
    );
  return { id, conversation: columns.conversation };
}

/** What is told of the dataset, without its texts and without paths of the machine that made it. */
function factsWithoutText(
  { sample: _sample, training: _training, config, ...facts }: DatasetManifest,
  withheld: readonly string[],
  knowsPrompts: boolean,
): DatasetFacts {
  const { store: _store, prompts: _prompts, endpoints: _endpoints, ...kept } = config;
  return {
    ...facts,
    config: Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, withoutFolders(value, key)])),
    prompts: knowsPrompts ? facts.prompts.map((prompt) => ({ ...prompt, from: basename(prompt.from) })) : [],
    columns: facts.columns.map((column) =>
      withheld.includes(column.name)
        ? { ...column, about: `${column.about} (not in these rows: a digest stands for it)` }
        : column,
    ),
  };
}

/** A config's value in which files are named without their folders. */
function withoutFolders(value: Json, key: string): Json {
  if (typeof value === 'string') return key === 'file' || key === 'files' ? basename(value) : value;
  if (Array.isArray(value)) return value.map((each) => withoutFolders(each, key));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutFolders(each, name)]));
}

/** Rows as JSON lines, a digest in place of the text. */
async function writeRows(
  paths: readonly string[],
  to: string,
  { columns }: DatasetManifest,
  withheld: readonly string[],
): Promise<void> {
  const json = new Set(columns.flatMap(({ name, json: isJson }) => (isJson ? [name] : [])));
  await withDuckDB({ memoryLimit: '1GB', scratchDir: tmpdir() }, async (db) => {
    const rows = db.stream(`SELECT to_json(row)::VARCHAR AS line FROM ${parquetFiles(paths)} AS row`, {
      line: z.string(),
    });
    const lines = async function* (): AsyncGenerator<string> {
      for await (const { line } of rows) {
        const fields = z.record(z.string(), z.unknown()).parse(JSON.parse(line));
        const row = Object.entries(fields).map(([name, value]): [string, unknown] => [
          name,
          json.has(name) && typeof value === 'string' ? JSON.parse(value) : value,
        ]);
        yield `${JSON.stringify(withoutText(Object.fromEntries(row), withheld))}\n`;
      }
    };
    await pipeline(Readable.from(lines()), createWriteStream(to));
  });
}
