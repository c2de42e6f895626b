import { z } from 'zod';
import { CorpusSchema, DocumentColumnsSchema, documentShape } from '../../table/corpus.ts';
import { column } from '../../table/meaning.ts';
import { setStage } from '../../table/stage.ts';
import { embedInstruction } from './neighbours.ts';

/** Texts of others, such as a benchmark's questions or another dataset's instructions, one a record. */
export const OtherTextsSchema = CorpusSchema.extend({
  /** What card and report call them. */
  name: z.string().min(1).max(80),
  columns: DocumentColumnsSchema.extend({
    /** Column of the texts. @default instruction */
    text: z.string().min(1).default('instruction'),
  }).prefault({}),
});

export const oneName = (others: readonly { readonly name: string }[]): boolean =>
  new Set(others.map(({ name }) => name)).size === others.length;

/** D.5: benchmarks whose items are looked for among the instructions. */
export const BenchmarksSchema = z
  .array(OtherTextsSchema)
  .refine(oneName, { error: 'two benchmarks have one name; call one of them otherwise' });

export const ContaminationSchema = z.strictObject({
  /** D.5: an instruction whose cosine to an item is above this is told of as near to it. */
  cosine: z.number().min(-1).max(1).default(0.9),
  /** Share of its words in n-grams of a benchmark above which an instruction is told of as part of it; Tulu 3's. */
  overlap: z.number().min(0).max(1).default(0.5),
  /** Words of an n-gram. */
  n: z.int().min(1).max(64).default(8),
});

/** An item of a benchmark, as it is imported. */
export const benchmarkShape = { ...documentShape, benchmark: z.string() };

/** The embedding of a text of others. */
export const embedText = embedInstruction.as('embed-text', {
  title: 'Embed the text',
  columns: { instruction: 'text' },
});

const item = 'the benchmark’s name and the id of the item';

/** D.5: the item of a benchmark that is nearest to each instruction, and those that are too near. All rows stay. */
export const nearBenchmarks = setStage({
  name: 'near-benchmarks',
  version: 1,
  title: 'Find the nearest benchmark items',
  needs: { embedding: z.array(z.float32()) },
  beside: {
    benchmarks: {
      id: z.string(),
      benchmark: z.string(),
      embedding: embedText.adds.shape.embedding,
    },
  },
  adds: {
    benchmark_cosine: column(z.number().nullable(), {
      about: 'Cosine of the instruction’s embedding and that of the nearest benchmark item',
    }),
    benchmark_item: column(z.string().nullable(), { about: `That item: ${item}` }),
    benchmark_near: column(z.array(z.string()), {
      about: 'Benchmark items that are too near, at most 16, nearest first',
    }),
  },
  params: ContaminationSchema.pick({ cosine: true }),
});

/** How much of each instruction stands in a benchmark, word for word. All rows stay. */
export const overlapBenchmarks = setStage({
  name: 'overlap-benchmarks',
  version: 1,
  title: 'Look for benchmarks’ words',
  needs: { instruction: z.string() },
  beside: { benchmarks: { id: z.string(), benchmark: z.string(), text: z.string() } },
  adds: {
    benchmark_overlap: column(z.number(), {
      about: 'Share of the words of `instruction` that stand in n-grams which a benchmark has too, 0 to 1',
    }),
    overlap_item: column(z.string().nullable(), {
      about: `An item of the benchmark that covers most of it: ${item}`,
    }),
  },
  params: ContaminationSchema.pick({ n: true }),
});
