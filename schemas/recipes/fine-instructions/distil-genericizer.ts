import { z } from 'zod';
import { templateShape } from './bank.ts';
import { buildShape } from '../../build/build.ts';
import { roleWithSampling } from '../../inference/role.ts';
import { stratify } from '../common/stratify.ts';
import { rowStage } from '../../table/stage.ts';
import { distillationSchema, sampleShape, unmeasuredShape, writeExample } from './distillation/example.ts';
import { strataSchema, strataShape } from './distillation/strata.ts';
import {
  bankRoles,
  bankShape,
  decontaminate,
  distinctQueries,
  GenericizeParams,
  moderate,
} from './template-bank.ts';

/** Queries are short: one word of a topic tells it. */
const StrataSchema = strataSchema([20, 80, 320], 1);

export const DistilGenericizerSchema = z.strictObject({
  recipe: z.literal('distil-genericizer'),
  ...buildShape,
  ...bankShape,
  sample: z
    .strictObject({
      /** Examples (section 3.1: ~50K). */
      size: z.int().positive().default(50_000),
      /** Share of queries drawn beyond these, since some are harmful, in a benchmark, or give no usable answer. */
      spare: z.number().min(0).max(10).default(0.2),
      ...sampleShape,
    })
    .prefault({}),
  strata: StrataSchema.prefault({}),
  training: distillationSchema({
    baseModel: 'meta-llama/Llama-3.2-1B-Instruct',
    learningRate: 2e-5,
    maxLength: 4096,
    origin:
      'Base model and number of examples: "FineInstructions" (Patel et al.), section 3.1. All other values are ours.',
  }).prefault({}),
  roles: z.strictObject({
    moderator: bankRoles.moderator,
    /** Section 3.1: writes the silver templates; Llama-3.3 70B Instruct in the paper. */
    teacher: roleWithSampling({ temperature: 0 }),
  }),
});
export type DistilGenericizerConfig = z.output<typeof DistilGenericizerSchema>;

/** Section 3.1: the stratum of a query before anything is asked: source, length and topic. */
export const sortQuery = rowStage({
  name: 'sort-query',
  version: 1,
  title: 'Sort queries',
  countsTokens: true,
  needs: { text: z.string(), query_source: z.string() },
  adds: { stratum: strataShape.stratum, is_null: z.boolean() },
  params: StrataSchema,
});

/** Section 3.1: a silver template and description; `null` where the query gives none. */
export const silverTemplate = rowStage({
  name: 'silver-template',
  version: 2,
  title: 'Write silver templates',
  role: 'teacher',
  prompts: { genericize: ['query'] },
  needs: { text: z.string() },
  adds: { ...unmeasuredShape, complexity: templateShape.complexity },
  params: GenericizeParams,
});

/** The stratum of an example: the query's length and topic, and the template's complexity. */
export const sortTemplate = rowStage({
  name: 'sort-template',
  version: 1,
  title: 'Sort templates',
  countsTokens: true,
  needs: { text: z.string(), complexity: z.int(), is_null: z.boolean() },
  adds: strataShape,
  params: StrataSchema,
});

export const distilGenericizerStages = [
  distinctQueries,
  sortQuery,
  stratify,
  moderate,
  decontaminate,
  silverTemplate,
  sortTemplate,
  writeExample,
] as const;
