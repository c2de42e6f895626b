import { z } from 'zod';
import { BankRefSchema, templateShape } from './bank.ts';
import { buildShape, DatasetNameSchema, formatsSchema, OutputSchema } from '../../build/build.ts';
import { CorpusSchema } from '../../table/corpus.ts';
import { roleWithSampling, serviceRole } from '../../inference/role.ts';
import { pairFormats } from '../../kinds/pair.ts';
import { pairScore } from '../common/score.ts';
import { column, reasoningOf } from '../../table/meaning.ts';
import { rowStage, setStage } from '../../table/stage.ts';
import { categorize, CategorizeParams } from './categorize.ts';
import { EmbedderTrainingSchema, foundShape, takeSection } from './embedder-pairs.ts';
import { BankSectionSchema, bankRoles } from './template-bank.ts';

const attempts = z.int().positive().max(20).default(3);

/** Section 3.2, Appendix B: chunk embeddings by Gaussian pooling. */
export const PoolingParams = z.strictObject({
  /** K: chunks besides the whole document. */
  chunks: z.int().positive().max(64).default(5),
  /** Width of the Gaussians as a share of the document. */
  sigma: z.number().positive().default(0.05),
  /** 1 is the chunk alone, 0 the whole document alone. */
  alpha: z.number().min(0).max(1).default(1),
  /** Words of a window, where the embedder gives one vector a text and windows stand in for tokens. */
  windowWords: z.int().positive().default(48),
});

export const MatchSchema = z.strictObject({
  ...PoolingParams.shape,
  /** Cosine similarity above which a description fits a chunk. It belongs to the embedder: see `tunesmith similarities`. */
  threshold: z.number().min(-1).max(1).default(0.865),
  /** Templates a document (section 4.2). */
  templates: z.int().positive().max(64).default(6),
  /** Candidates that are looked at for each of a document's embeddings. */
  candidates: z.int().positive().max(10_000).default(64),
  /**
   * Documents of a process whose token vectors are under way at once: those of 8,192 tokens and 1,024 dimensions are
   * 45 MB on the wire.
   */
  inFlight: z.int().positive().default(16),
  /** Memory that a worker gives to the index of a large bank; what is not in it is read from the store again. */
  indexCacheGiB: z.number().positive().default(4),
  /** Match documents again that were matched with an earlier version of the bank. */
  rematch: z.boolean().default(false),
});

export const MatchParams = MatchSchema.omit({ rematch: true }).extend({
  bank: BankRefSchema,
  /** Digest of the bank's table where a new version is to be matched with old documents too. */
  again: z.string().optional(),
});

export const InstantiateParams = z.strictObject({
  attempts,
  /** Where an excerpt's tags fit several places: the first, as in the paper, or none. */
  ambiguous: z.enum(['first', 'reject']).default('first'),
  /** Section 3.3: least share of the answer that comes from excerpts. */
  minExcerpted: z.number().min(0).max(1).default(0.8),
  /** What the share counts; the paper names no unit. */
  unit: z.enum(['characters', 'tokens']).default('characters'),
});

export const JudgeParams = z.strictObject({
  attempts,
  /** Section 3.4: verdicts that are kept. */
  keep: z.array(z.int().min(1).max(5)).min(1).default([4, 5]),
});

export const FineInstructionsSchema = z
  .strictObject({
    recipe: z.literal('fine-instructions'),
    ...buildShape,
    /** Section 4.2: text to pre-train on, and conversations to fine-tune on. */
    output: OutputSchema.extend({
      formats: formatsSchema('pair').default([...pairFormats]),
    }).prefault({}),
    corpus: CorpusSchema,
    /** A bank of this store by its name, or the section that makes one as a part of this build. */
    bank: z.union([z.strictObject({ name: DatasetNameSchema }), BankSectionSchema], {
      error: 'name a bank of this store, or give its `queries` to make one',
    }),
    roles: z.strictObject({
      moderator: bankRoles.moderator,
      /** Needed where this build makes the bank. */
      genericizer: bankRoles.genericizer.optional(),
      embedder: bankRoles.embedder,
      /** Section 3.2: gives one vector a token. Windows embedded by `embedder` stand in without it. */
      tokenEmbedder: serviceRole(['pooling'], { rows: 4 }).optional(),
      /** Section 3.3: fills a template in from a document and answers it. */
      instantiator: roleWithSampling({ temperature: 0 }),
      /** Section 3.4: rates answers. */
      judge: roleWithSampling({ temperature: 0 }),
      /** Appendix D: says what instructions are about; they have no labels without it. */
      categorizer: roleWithSampling({ temperature: 0 }).optional(),
    }),
    match: MatchSchema.prefault({}),
    /** Section 3.2: asks the judge of every match whether template and document are compatible. */
    compatible: z
      .strictObject({
        check: z.boolean().default(false),
        attempts,
        /** Writes what the judge said as pairs, with a script, to fine-tune the embedder on. */
        tuneEmbedder: EmbedderTrainingSchema.optional(),
      })
      .refine(({ check, tuneEmbedder }) => check || tuneEmbedder === undefined, {
        path: ['tuneEmbedder'],
        error: 'the pairs come from the check: set `check: true` too',
      })
      .prefault({}),
    instantiate: InstantiateParams.prefault({}),
    judge: JudgeParams.prefault({}),
    /** Section 6.1: no template makes up more of the pairs than this, but for the first few of each. */
    share: z
      .strictObject({
        most: z.number().gt(0).max(1).default(0.0009),
        atLeast: z.int().positive().default(10),
      })
      .prefault({}),
    /** Section 4.2: pairs have no more tokens than their documents. Off for data to fine-tune on. */
    budget: z.boolean().default(true),
    /** Appendix D: labels of the pairs, where there is a role `categorizer`. */
    categorize: CategorizeParams.prefault({}),
  })
  .superRefine((config, context) => {
    if (!('queries' in config.bank)) return;
    if (config.roles.genericizer === undefined)
      context.addIssue({
        code: 'custom',
        path: ['roles', 'genericizer'],
        message: 'a build that makes its bank needs this role',
      });
  });
export type FineInstructionsConfig = z.output<typeof FineInstructionsSchema>;

/** Section 4.2: a document's tokens, which its pairs may have together. */
export const countDocument = rowStage({
  name: 'count-document',
  version: 1,
  title: 'Count tokens',
  countsTokens: true,
  needs: { text: z.string() },
  adds: { document_tokens: column(z.int(), { about: 'Length of the document in tokens' }) },
  params: z.strictObject({}),
});

const matching = {
  version: 2,
  title: 'Match templates',
  filters: ['no similar template'],
  // A grown bank meets new documents; old ones only where `again` says so.
  unaddressed: ['bank', 'inFlight', 'indexCacheGiB'],
  needs: { text: z.string() },
  adds: {
    document_id: foundShape.document_id,
    template_id: templateShape.template_id,
    template: templateShape.template,
    complexity: templateShape.complexity,
    query: templateShape.query,
    query_source: templateShape.query_source,
    chunk: foundShape.chunk,
    similarity: foundShape.similarity,
  },
  params: MatchParams,
} as const;

/** Section 3.2: templates whose descriptions are like the document or one of its chunks. */
export const match = rowStage({ ...matching, name: 'match', role: 'tokenEmbedder' });
/** The same with windows in place of tokens. */
export const matchWindows = rowStage({ ...matching, name: 'match-windows', role: 'embedder' });

/** Section 3.2: whether the judge holds template and document compatible. */
export const checkCompatible = rowStage({
  name: 'check-compatible',
  version: 2,
  title: 'Check compatibility',
  role: 'judge',
  prompts: { compatible: ['template', 'document'] },
  needs: { text: z.string(), template: z.string() },
  adds: { compatible: z.boolean() },
  params: z.strictObject({ attempts }),
});

/** Section 3.2: drops matches that the judge holds incompatible. */
export const keepCompatible = rowStage({
  name: 'keep-compatible',
  version: 1,
  title: 'Keep compatible',
  filters: ['not compatible'],
  needs: { compatible: z.boolean() },
  adds: {},
  params: z.strictObject({}),
});

/** Where an excerpt stands in its document, in code points; ends exclusive. */
export const SpanSchema = z.object({ start: z.int(), end: z.int(), ambiguous: z.boolean() });

export const excerptedShare = column(z.number(), { about: 'Share of `response` that is quoted, 0 to 1' });

/** Section 3.3: instruction and answer, the excerpts put in from the document. */
export const instantiate = rowStage({
  name: 'instantiate',
  version: 3,
  title: 'Instantiate',
  countsTokens: true,
  role: 'instantiator',
  prompts: { instantiate: ['template', 'document'] },
  filters: ['does not fit', 'too little excerpted'],
  needs: { text: z.string(), template: z.string() },
  adds: {
    instruction: z.string(),
    response: z.string(),
    reasoning: reasoningOf('response'),
    excerpted_share: excerptedShare,
    excerpts: column(z.array(SpanSchema), {
      about: 'Spans of the document that `response` quotes, in code points, ends exclusive',
    }),
    instruction_excerpts: column(z.array(SpanSchema), { about: 'The same of `instruction`' }),
    excerpt_location: column(z.number(), {
      about: 'Where the middle of the excerpts lies in the document, 0 to 1',
    }),
  },
  params: InstantiateParams,
});

/** Section 3.4: 1 to 5, how well the answer answers the instruction. */
export const judge = rowStage({
  name: 'judge',
  version: 2,
  title: 'Judge',
  role: 'judge',
  prompts: { judge: ['instruction', 'answer'] },
  filters: ['score not kept'],
  needs: { instruction: z.string(), response: z.string() },
  adds: { score: pairScore },
  params: JudgeParams,
});

/** Section 4.2: tokens, the format included. */
export const measurePair = rowStage({
  name: 'measure-pair',
  version: 1,
  title: 'Measure',
  countsTokens: true,
  needs: { instruction: z.string(), response: z.string() },
  adds: {
    instruction_tokens: z.int(),
    response_tokens: z.int(),
    pair_tokens: column(z.int(), {
      about: 'Length of instruction and response in tokens, their format included',
    }),
  },
  params: z.strictObject({}),
});

/** Section 6.1: no template has more than its share of the pairs. */
export const capTemplates = setStage({
  name: 'cap-templates',
  version: 1,
  title: 'Cap templates',
  filters: ['template used too often'],
  needs: { template_id: z.string() },
  params: z.strictObject({ most: z.number(), atLeast: z.int() }),
});

/** Section 4.2: pairs that fit the tokens of their documents. */
export const fitBudget = setStage({
  name: 'fit-budget',
  version: 2,
  title: 'Fit the token budget',
  filters: ['over the token budget'],
  // Footnote 1: what a document leaves goes on to later ones, also where it has no pair left.
  beside: { documents: { document_tokens: countDocument.adds.shape.document_tokens } },
  needs: { document_id: z.string(), document_tokens: z.int(), pair_tokens: z.int() },
  params: z.strictObject({}),
});

export const fineInstructionsStages = [
  countDocument,
  match,
  matchWindows,
  checkCompatible,
  takeSection,
  keepCompatible,
  instantiate,
  judge,
  measurePair,
  capTemplates,
  fitBudget,
  categorize,
] as const;
