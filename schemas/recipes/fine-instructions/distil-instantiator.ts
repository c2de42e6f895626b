import { z } from 'zod';
import { buildShape, DatasetNameSchema } from '../../build/build.ts';
import { CorpusSchema } from '../../table/corpus.ts';
import { roleWithSampling, serviceRole } from '../../inference/role.ts';
import { sample } from '../common/sample.ts';
import { stratify } from '../common/stratify.ts';
import { rowStage } from '../../table/stage.ts';
import { distillationSchema, sampleShape, unmeasuredShape, writeExample } from './distillation/example.ts';
import { strataSchema, strataShape } from './distillation/strata.ts';
import {
  checkCompatible,
  countDocument,
  excerptedShare,
  InstantiateParams,
  JudgeParams,
  match,
  MatchSchema,
  matchWindows,
} from './recipe.ts';
import { BankSectionSchema, bankRoles, bankStages } from './template-bank.ts';

const StrataSchema = strataSchema([100, 300, 1000], 2);

export const DistilInstantiatorSchema = z
  .strictObject({
    recipe: z.literal('distil-instantiator'),
    ...buildShape,
    corpus: CorpusSchema,
    /** A bank of this store by its name, or the section that makes one as a part of this build. */
    bank: z.union([z.strictObject({ name: DatasetNameSchema }), BankSectionSchema], {
      error: 'name a bank of this store, or give its `queries` to make one',
    }),
    /**
     * `silver`: a large model writes the examples. `judged`: the model that was trained on these writes new ones, of
     * which a large model keeps the good ones.
     */
    round: z.enum(['silver', 'judged']).default('silver'),
    /** Documents, drawn by the seed (section 3.3: ~100K, each with six templates). */
    documents: z.int().positive().default(100_000),
    match: MatchSchema.prefault({}),
    instantiate: InstantiateParams.prefault({}),
    compatible: z.strictObject({ attempts: InstantiateParams.shape.attempts }).prefault({}),
    judge: JudgeParams.prefault({}),
    sample: z
      .strictObject({
        /** Examples (section 3.3: ~100K in each round). */
        size: z.int().positive().default(100_000),
        ...sampleShape,
      })
      .prefault({}),
    strata: StrataSchema.prefault({}),
    training: distillationSchema({
      baseModel: 'meta-llama/Llama-3.2-3B-Instruct',
      learningRate: 1e-5,
      maxLength: 8192,
      origin:
        'Base model and number of examples: "FineInstructions" (Patel et al.), section 3.3. All other values are ours.',
    }).prefault({}),
    roles: z.strictObject({
      moderator: bankRoles.moderator,
      /** Needed where this build makes the bank. */
      genericizer: bankRoles.genericizer.optional(),
      embedder: bankRoles.embedder,
      tokenEmbedder: serviceRole(['pooling'], { rows: 4 }).optional(),
      /** Round `silver`: Llama-3.3 70B Instruct in the paper. Round `judged`: the model of the round before. */
      instantiator: roleWithSampling({ temperature: 0 }),
      /** Round `judged`: says whether template and document are compatible, and rates answers. */
      judge: roleWithSampling({ temperature: 0 }).optional(),
    }),
  })
  .superRefine((config, context) => {
    const need = (role: 'genericizer' | 'judge', message: string) => {
      if (config.roles[role] === undefined)
        context.addIssue({ code: 'custom', path: ['roles', role], message });
    };
    if ('queries' in config.bank) need('genericizer', 'a build that makes its bank needs this role');
    if (config.round === 'judged') need('judge', 'the round `judged` needs this role');
  });
export type DistilInstantiatorConfig = z.output<typeof DistilInstantiatorSchema>;

const pair = {
  version: 2,
  title: 'Instantiate',
  countsTokens: true,
  role: 'instantiator',
  prompts: { instantiate: ['template', 'document'] },
  adds: {
    ...unmeasuredShape,
    /** Instruction and answer with the excerpts put in; empty for an example of null. */
    filled: z.string(),
    answer: z.string(),
    excerpted_share: excerptedShare,
  },
  params: InstantiateParams,
} as const;

/** Section 3.3, first round: a silver pair; `null` where the model says that template and document do not fit. */
export const silverPair = rowStage({
  ...pair,
  name: 'silver-pair',
  filters: ['too little excerpted'],
  needs: { text: z.string(), template: z.string() },
});

/** Section 3.3, second round: a pair of the first round's model; `null` where the large model holds them incompatible. */
export const studentPair = rowStage({
  ...pair,
  name: 'student-pair',
  filters: ['does not fit', 'too little excerpted'],
  needs: { text: z.string(), template: z.string(), compatible: z.boolean() },
});

/** Section 3.3, second round: new pairs that the large model rates well are kept; examples of null are not rated. */
export const judgePair = rowStage({
  name: 'judge-pair',
  version: 2,
  title: 'Judge',
  role: 'judge',
  prompts: { judge: ['instruction', 'answer'] },
  filters: ['score not kept'],
  needs: { filled: z.string(), answer: z.string(), is_null: z.boolean() },
  adds: { rating: z.int().nullable() },
  params: JudgeParams,
});

/** Section 3.3: the stratum of an example: the answer's length, the template's complexity, and the topic. */
export const sortPair = rowStage({
  name: 'sort-pair',
  version: 1,
  title: 'Sort pairs',
  countsTokens: true,
  needs: {
    template: z.string(),
    complexity: z.int(),
    filled: z.string(),
    answer: z.string(),
    is_null: z.boolean(),
  },
  adds: strataShape,
  params: StrataSchema,
});

export const distilInstantiatorStages = [
  ...bankStages,
  sample,
  countDocument,
  match,
  matchWindows,
  checkCompatible,
  silverPair,
  studentPair,
  judgePair,
  sortPair,
  writeExample,
  stratify,
] as const;
