import { z } from 'zod';
import { BankRefSchema, templateShape } from './bank.ts';
import { buildShape, DatasetNameSchema, formatsSchema, OutputSchema } from '../../build/build.ts';
import { CorpusSchema } from '../../table/corpus.ts';
import { roleWithSampling } from '../../inference/role.ts';
import { rowStage } from '../../table/stage.ts';
import { EmbedderTrainingSchema, foundShape, SectionsSchema, takeSection } from './embedder-pairs.ts';
import { checkCompatible, MatchSchema } from './recipe.ts';
import { BankSectionSchema, bankRoles } from './template-bank.ts';

const attempts = z.int().positive().max(20).default(3);

export const TuneEmbedderSchema = z
  .strictObject({
    recipe: z.literal('tune-embedder'),
    ...buildShape,
    output: OutputSchema.extend({
      // Pairs to embed are no conversations.
      formats: formatsSchema('pair').default(['parquet']),
    }).prefault({}),
    corpus: CorpusSchema,
    /** A bank of this store by its name, or the section that makes one as a part of this build. */
    bank: z.union([z.strictObject({ name: DatasetNameSchema }), BankSectionSchema], {
      error: 'name a bank of this store, or give its `queries` to make one',
    }),
    /**
     * `documents`: templates are sought by a description of each document, for an embedder that knows nothing of
     * documents and templates yet. `sections`: by each section's own text, with the embedder of the first round.
     */
    round: z.enum(['documents', 'sections']).default('documents'),
    /** Documents, drawn by the seed. */
    documents: z.int().positive().default(200_000),
    /** Templates a document: the most similar ones, in the second round each section's in turn. */
    templates: z.int().positive().max(64).default(5),
    sections: SectionsSchema.prefault({}),
    indexCacheGiB: MatchSchema.shape.indexCacheGiB,
    describe: z.strictObject({ attempts }).prefault({}),
    compatible: z.strictObject({ attempts }).prefault({}),
    training: EmbedderTrainingSchema.prefault({}),
    roles: z.strictObject({
      moderator: bankRoles.moderator,
      /** Needed where this build makes the bank. */
      genericizer: bankRoles.genericizer.optional(),
      /** The embedder as it is before this round's fine-tuning. */
      embedder: bankRoles.embedder,
      /** Describes documents; needed in the first round. */
      describer: roleWithSampling({ temperature: 0 }).optional(),
      /** Says whether template and document are compatible: Llama-3.3 70B Instruct in the paper. */
      judge: roleWithSampling({ temperature: 0 }),
    }),
  })
  .superRefine((config, context) => {
    const need = (role: 'genericizer' | 'describer', message: string) => {
      if (config.roles[role] === undefined)
        context.addIssue({ code: 'custom', path: ['roles', role], message });
    };
    if ('queries' in config.bank) need('genericizer', 'a build that makes its bank needs this role');
    if (config.round === 'documents') need('describer', 'the round `documents` needs this role');
  });
export type TuneEmbedderConfig = z.output<typeof TuneEmbedderSchema>;

/** Section 3.2: the knowledge that a document holds, in the words in which templates describe what they want. */
export const describeDocument = rowStage({
  name: 'describe-document',
  version: 1,
  title: 'Describe documents',
  role: 'describer',
  prompts: { 'describe-document': ['document'] },
  needs: { text: z.string() },
  adds: { document_description: z.string() },
  params: z.strictObject({ attempts }),
});

const finding = {
  version: 1,
  title: 'Find templates',
  role: 'embedder',
  unaddressed: ['indexCacheGiB'],
  adds: {
    document_id: foundShape.document_id,
    template_id: templateShape.template_id,
    template: templateShape.template,
    complexity: templateShape.complexity,
    chunk: foundShape.chunk,
    similarity: foundShape.similarity,
  },
} as const;

const search = {
  bank: BankRefSchema,
  templates: z.int().positive(),
  indexCacheGiB: z.number().positive(),
};

/** Section 3.2, first round: the templates whose descriptions are most like the document's. */
export const findByDescription = rowStage({
  ...finding,
  name: 'find-by-description',
  needs: { document_description: z.string() },
  params: z.strictObject(search),
});

/** Section 3.2, second round: the templates whose descriptions are most like a section of the document. */
export const findBySections = rowStage({
  ...finding,
  name: 'find-by-sections',
  needs: { text: z.string() },
  params: SectionsSchema.extend(search),
});

export const tuneEmbedderStages = [
  describeDocument,
  findByDescription,
  findBySections,
  checkCompatible,
  takeSection,
] as const;
