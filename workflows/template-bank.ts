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
} from '../schemas/recipes/template-bank.ts';
import type { RowOf } from '../schemas/column.ts';
import type { Dataset } from '../schemas/task.ts';
import { openBuild, type Build } from './engine/build.ts';
import type { Flow } from './engine/flow.ts';

/**
 * FineInstructions (Patel et al.), sections 3.1 and 3.2: a bank of instruction templates, made of real queries once and
 * matched with one corpus after the other.
 */
export async function templateBank(config: TemplateBankConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const templates = await templatesOf(build, config, config.roles.moderator !== undefined);
  const { dataset } = await build.publishBank(templates, config);
  return dataset;
}

/** The templates of a bank's queries, with the embeddings of the documents that they want. */
export async function templatesOf(build: Build, bank: BankSection, moderated: boolean) {
  // Section 3.1: queries of several sources, equal ones once.
  const corpora = bank.queries.map(({ name, realWorld: _, ...corpus }) => ({
    corpus,
    columns: { query_source: name },
  }));
  const read = await build.import('texts', corpora, queryShape, 'queries');
  const queries = await read.select(distinctQueries, {});

  // Section 3.1: without harmful ones, and without those of benchmarks.
  const safe: typeof queries = moderated ? queries.through(moderate, bank.moderate) : queries;
  const clean = bank.decontaminate === undefined ? safe : await cleaned(build, safe, bank.decontaminate);

  // Section 3.1: what belongs to the one case is taken out; what documents it would take is described.
  const templates = await clean.through(genericize, bank.genericize).select(distinctTemplates, {});

  // Section 3.2: documents are found by the description.
  return templates.through(embedTemplate, {});
}

async function cleaned(
  build: Build,
  queries: Flow<RowOf<typeof queryShape>>,
  { files, ...params }: NonNullable<BankSection['decontaminate']>,
): Promise<typeof queries> {
  const benchmarks = await build.files({ files, format: params.format });
  return queries.through(decontaminate, { ...params, benchmarks });
}
