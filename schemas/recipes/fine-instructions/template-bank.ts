import { z } from 'zod';
import { BankIndexSettingsSchema, templateShape } from './bank.ts';
import { buildShape, DatasetNameSchema } from '../../build/build.ts';
import { CorpusSchema, documentShape } from '../../table/corpus.ts';
import { roleWithSampling, serviceRole } from '../../inference/role.ts';
import { rowStage, setStage } from '../../table/stage.ts';

const attempts = z.int().positive().max(20).default(3);

/** Section 3.1: a source of queries. A source's queries may be those of real people, or of a benchmark's authors. */
export const QuerySourceSchema = CorpusSchema.extend({
  /** Kept with every template that came of the source. */
  name: z.string().min(1),
  /** Whether its queries are what real people ask: the complexity of templates follows these (section 3.2). */
  realWorld: z.boolean().default(true),
});

export const ModerateParams = z.strictObject({
  attempts,
  /** Categories that drop a query; any that the moderator flags, without it. */
  categories: z.array(z.string().min(1)).optional(),
});

/** Section 3.1: queries that a benchmark has are dropped, as Tulu 3 does it. */
export const DecontaminateSchema = z.strictObject({
  files: CorpusSchema.shape.files,
  format: CorpusSchema.shape.format,
  /** Column of the benchmarks' text. */
  column: z.string().min(1).default('text'),
  /** Words of an n-gram. */
  n: z.int().min(1).max(64).default(8),
  /** Share of a query's words that may stand in n-grams which a benchmark has too. */
  maxShare: z.number().min(0).max(1).default(0.5),
});

export const GenericizeParams = z.strictObject({
  attempts,
  /** Longest query in characters; a longer one is rejected unasked. */
  maxCharacters: z.int().positive().default(20_000),
});

/** Everything that makes a bank, also inside a matching build's config. */
export const bankShape = {
  queries: z.array(QuerySourceSchema).min(1),
  moderate: ModerateParams.prefault({}),
  decontaminate: DecontaminateSchema.optional(),
  genericize: GenericizeParams.prefault({}),
  index: BankIndexSettingsSchema.prefault({}),
};
export const BankSectionSchema = z.strictObject({ name: DatasetNameSchema, ...bankShape });
export type BankSection = z.output<typeof BankSectionSchema>;

/** Section 3.1: a moderation endpoint, or a chat model that judges safety, such as Llama-Guard. */
const moderator = z.union([serviceRole(['moderations']), roleWithSampling({ temperature: 0 })]);

export const bankRoles = {
  /** Section 3.1: drops harmful queries; none are dropped without it. */
  moderator: moderator.optional(),
  /** Section 3.1: turns a query into a template and a description of the documents that answer it. */
  genericizer: roleWithSampling({ temperature: 0 }),
  /** Section 3.2: embeds descriptions; BGE-M3 in the paper. */
  embedder: serviceRole(['embeddings']),
};

export const TemplateBankSchema = z.strictObject({
  recipe: z.literal('template-bank'),
  ...buildShape,
  ...bankShape,
  roles: z.strictObject(bankRoles),
});
export type TemplateBankConfig = z.output<typeof TemplateBankSchema>;

/** A query as it is imported. */
export const queryShape = { ...documentShape, query_source: z.string() };

/** Section 3.1: equal queries once, the first in the alphabetical order of sources. */
export const distinctQueries = setStage({
  name: 'distinct-queries',
  version: 1,
  title: 'Drop repeated queries',
  filters: ['repeated query'],
  needs: { text: z.string(), query_source: z.string() },
  params: z.strictObject({}),
});

/** Section 3.1: harmful queries are dropped, with the category in the reject. */
export const moderate = rowStage({
  name: 'moderate',
  version: 1,
  title: 'Drop harmful queries',
  role: 'moderator',
  prompts: { moderate: ['query'] },
  filters: ['harmful'],
  needs: { text: z.string() },
  adds: {},
  params: ModerateParams,
});

/** Section 3.1: queries that a benchmark covers are dropped; the reject says which text of which benchmark. */
export const decontaminate = rowStage({
  name: 'decontaminate',
  version: 1,
  title: 'Drop benchmark queries',
  filters: ['in a benchmark'],
  needs: { text: z.string() },
  adds: {},
  params: DecontaminateSchema.omit({ files: true }).extend({
    /** The benchmarks' files as they were when the build began. */
    benchmarks: z.array(z.object({ uri: z.string(), fingerprint: z.string() })),
  }),
});

/** Section 3.1: the query's template, and the documents from which it can be filled in and answered. */
export const genericize = rowStage({
  name: 'genericize',
  version: 2,
  title: 'Genericize',
  role: 'genericizer',
  prompts: { genericize: ['query'] },
  filters: ['no template'],
  needs: { text: z.string(), query_source: z.string() },
  adds: {
    query: templateShape.query,
    template_id: templateShape.template_id,
    template: templateShape.template,
    description: templateShape.description,
    complexity: templateShape.complexity,
  },
  params: GenericizeParams,
});

/** Section 3.1: equal templates once, with the number of queries and the sources that they came of. */
export const distinctTemplates = setStage({
  name: 'distinct-templates',
  version: 2,
  title: 'Join equal templates',
  filters: ['same template'],
  needs: { template_id: z.string(), query_source: z.string() },
  adds: {
    uses: templateShape.uses,
    query_sources: templateShape.query_sources,
    source_uses: templateShape.source_uses,
  },
  params: z.strictObject({}),
});

/** Section 3.2: the description's embedding, which documents are matched with. */
export const embedTemplate = rowStage({
  name: 'embed-template',
  version: 1,
  title: 'Embed descriptions',
  role: 'embedder',
  needs: { description: z.string() },
  adds: { embedding: z.array(z.float32()) },
  params: z.strictObject({}),
});

export const bankStages = [
  distinctQueries,
  moderate,
  decontaminate,
  genericize,
  distinctTemplates,
  embedTemplate,
] as const;
