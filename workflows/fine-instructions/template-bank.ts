import {
  decontaminate,
  distinctQueries,
  distinctTemplates,
  embedTemplate,
  genericize,
  moderate,
  queryShape,
  type BankSection,
  type TemplateBankConfig,
} from '../../schemas/recipes/fine-instructions/template-bank.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { openBuild, type Build } from '../engine/build.ts';
import type { Flow } from '../engine/flow.ts';
import { publishBank } from './bank.ts';

/**
 * FineInstructions (Patel et al.), sections 3.1 and 3.2: a bank of instruction templates, made of real queries once and
 * matched with one corpus after the other.
 */
export async function templateBank(config: TemplateBankConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const templates = await templatesOf(build, config, config.roles.moderator !== undefined);
  const { dataset } = await publishBank(build, templates, config);
  return dataset;
}

/** The templates of a bank's queries, with the embeddings of the documents that they want. */
export async function templatesOf(build: Build, bank: BankSection, moderated: boolean) {
  // Section 3.1: queries of several sources, equal ones once, without harmful ones and those of benchmarks.
  const clean = await safeOf(build, await queriesOf(build, bank), bank, moderated);

  // Section 3.1: what belongs to the one case is taken out; what documents it would take is described.
  const templates = await clean.through(genericize, bank.genericize).select(distinctTemplates, {});

  // Section 3.2: documents are found by the description.
  return templates.through(embedTemplate, {});
}

/** Section 3.1: queries of several sources, equal ones once. */
export async function queriesOf(build: Build, { queries }: Pick<BankSection, 'queries'>): Promise<Queries> {
  const corpora = queries.map(({ name, realWorld: _, ...corpus }) => ({
    corpus,
    columns: { query_source: name },
  }));
  const read = await build.import('texts', corpora, queryShape, 'queries');
  return read.select(distinctQueries, {});
}

/** Section 3.1: without harmful queries, and without those of benchmarks. */
export async function safeOf(
  build: Build,
  queries: Queries,
  bank: Pick<BankSection, 'moderate' | 'decontaminate'>,
  moderated: boolean,
): Promise<Queries> {
  const safe: Queries = moderated ? queries.through(moderate, bank.moderate) : queries;
  if (bank.decontaminate === undefined) return safe;
  const { files, ...params } = bank.decontaminate;
  const benchmarks = await build.files({ files, format: params.format });
  return safe.through(decontaminate, { ...params, benchmarks });
}

type Queries = Flow<RowOf<typeof queryShape>>;
