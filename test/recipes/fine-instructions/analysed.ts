import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { bankKey, latestBankKey } from '../../../activities/recipes/fine-instructions/bank/keys.ts';
import { analysisInputs } from '../../../activities/dataset/analysis/recipe-analysis.ts';
import { fineInstructionsAnalysis } from '../../../activities/recipes/fine-instructions/analysis/index.ts';
import { readTables, type BuildTable } from '../../../activities/dataset/dataset-tables.ts';
import { toJson } from '../../../activities/storage/stored-json.ts';
import { Tables } from '../../../activities/engine/tables/tables.ts';
import { openStore } from '../../../activities/storage/open-store.ts';
import { withDuckDB } from '../../../activities/parquet/duckdb.ts';
import { BankManifestSchema } from '../../../schemas/recipes/fine-instructions/bank.ts';
import { columnsOf } from '../../../schemas/table/column.ts';
import { FineInstructionsSchema } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import type { Section } from '../../../schemas/dataset/section.ts';
import { writeTable, type TestTable, type WrittenTable } from '../../dataset/write-table.ts';

const countedShape = { id: z.string(), document_tokens: z.int() };
export const pairShape = {
  id: z.string(),
  document_id: z.string(),
  template_id: z.string(),
  template: z.string(),
  complexity: z.int(),
  query_source: z.string(),
  chunk: z.int(),
  similarity: z.number(),
  excerpt_location: z.number(),
  excerpted_share: z.number(),
  pair_tokens: z.int(),
  categories: z.array(z.string()).nullable(),
};
export type Pair = z.output<z.ZodObject<typeof pairShape>>;

const defaults: Omit<Pair, 'id' | 'document_id' | 'template_id' | 'template'> = {
  complexity: 1,
  query_source: 'chat',
  chunk: 0,
  similarity: 0.9,
  excerpt_location: 0.5,
  excerpted_share: 0.9,
  pair_tokens: 10,
  categories: null,
};

/** A pair of a document and a template by their names. */
export function pair(document: string, template: string, more: Partial<Pair> = {}): Pair {
  const names = { id: `${document}-${template}`, document_id: document, template_id: template };
  return { ...defaults, ...names, template: `What is <fi>${template}</fi>?`, ...more };
}

export interface AnalysedBuild {
  /** Documents by name, with their tokens. */
  readonly documents: Readonly<Record<string, number>>;
  readonly matched: readonly Pair[];
  readonly instantiated: readonly Pair[];
  readonly rejected?: readonly { id: string; reason: string }[];
  readonly published: readonly Pair[];
  /** Complexities of real-world queries; without it, the store has no bank. */
  readonly reference?: readonly [number, number][];
  readonly categories?: readonly { name: string; about: string }[];
}

/** What the recipe's analysis tells of a build whose tables really lie in a store. */
export async function analysed(build: AnalysedBuild): Promise<Map<string, Section>> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-analysis-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const store = await openStore({ uri: join(folder, 'store') }, { cacheDir: join(folder, 'cache') });
  await mkdir(join(folder, 'scratch'));
  const made: BuildTable[] = [];
  const write = async (table: Omit<TestTable, 'title' | 'shards' | 'inputs'>): Promise<WrittenTable> => {
    const written = await writeTable(store, join(folder, 'scratch'), {
      ...table,
      title: `The stage ${table.stage}`,
      shards: 2,
      inputs: [],
    });
    made.push(...(await readTables({ store, tables: new Tables(store) }, [written.summary])));
    return written;
  };
  const { documents, matched, instantiated, published } = build;
  const rejects = (build.rejected ?? []).map((each) => ({
    ...each,
    stage: 'instantiate',
    detail: null,
    raw: null,
  }));
  const pairs = (stage: string, came: number, rows: readonly Pair[]) =>
    write({ stage, columns: columnsOf(pairShape), came, rows });
  const counted = Object.entries(documents).map(([id, tokens]) => ({ id, document_tokens: tokens }));
  await write({
    stage: 'count-document',
    columns: columnsOf(countedShape),
    came: counted.length,
    rows: counted,
  });
  await pairs('match', counted.length, matched);
  await write({
    stage: 'instantiate',
    columns: columnsOf(pairShape),
    came: matched.length,
    rows: instantiated,
    rejects,
  });
  await pairs('fit-budget', instantiated.length, published);
  if (build.reference !== undefined) {
    const manifest = bankOf(build.reference);
    await store.replace(bankKey('bank', 3, 'manifest.json'), toJson(manifest));
    await store.replace(latestBankKey('bank'), toJson(manifest));
  }
  const role = { endpoint: 'default', model: 'm' };
  const config = FineInstructionsSchema.parse({
    recipe: 'fine-instructions',
    name: 'pairs',
    corpus: { files: ['c.jsonl'] },
    bank: { name: 'bank' },
    endpoints: { default: { urls: ['http://127.0.0.1:9/v1'] } },
    roles: { embedder: role, instantiator: role, judge: role },
    ...(build.categories === undefined ? {} : { categorize: { categories: build.categories } }),
  });
  return withDuckDB({ memoryLimit: '256MB', scratchDir: folder }, async (db) => {
    const inputs = analysisInputs(
      db,
      store,
      { stage: 'fit-budget' },
      { tables: made, beside: [] },
      config,
      join(folder, 'hold'),
    );
    await mkdir(join(folder, 'hold'));
    await db.run(`CREATE VIEW dataset AS FROM ${(await inputs.table('fit-budget')) ?? ''}`);
    const sections = await fineInstructionsAnalysis(inputs);
    return new Map(sections.map((section) => [section.title, section]));
  });
}

function bankOf(reference: readonly [number, number][]) {
  return BankManifestSchema.parse({
    format: 'tunesmith-bank-1',
    name: 'bank',
    version: 3,
    table: { digest: 'd', stage: 'embed-template', shards: 1 },
    templates: 500,
    embedder: 'm',
    reference,
    referenceSources: ['chat', 'forum'],
    standIn: false,
    publishedAt: '2026-11-21T00:00:00.000Z',
  });
}
