import { z } from 'zod';
import { RowsInputSchema } from '../../table/corpus.ts';
import { column } from '../../table/meaning.ts';
import { recordShape } from '../../table/record.ts';
import { rowStage, setStage } from '../../table/stage.ts';

export const TagTopicsParams = z.strictObject({
  /** Times that the tagger is asked where no tags can be read; then the instruction has none. */
  attempts: z.int().positive().max(20).default(3),
  /** Most topics of an instruction. */
  most: z.int().positive().max(20).default(4),
});

export const TopicsSchema = z.strictObject({
  ...TagTopicsParams.shape,
  /** Instructions that have a topic at least; a rarer one is left out. */
  atLeast: z.int().positive().default(2),
  /** Figure 2: another dataset's rows, such as `STORE/datasets/NAME/v1/data/*.parquet`, whose instructions are tagged as well. */
  beside: RowsInputSchema.extend({
    /** What the card calls it. */
    name: z.string().min(1),
    /** Column of its instructions. @default instruction */
    instruction: z.string().min(1).default('instruction'),
  }).optional(),
});

/** Section 5.1: what an instruction is about and asks for, in open words, by a prompt like InsTag's. */
export const tagTopics = rowStage({
  name: 'tag-topics',
  version: 1,
  title: 'Tag topics',
  role: 'tagger',
  prompts: { tag: ['instruction'] },
  labels: ['tags'],
  needs: { instruction: z.string() },
  adds: { tags: z.array(z.string()).nullable() },
  params: TagTopicsParams,
});

/** Section 5.1: topics that enough instructions have; an instruction's own is the one that most others share. */
export const commonTopics = setStage({
  name: 'common-topics',
  version: 1,
  title: 'Leave rare topics out',
  needs: { tags: z.array(z.string()).nullable() },
  adds: {
    topics: column(z.array(z.string()), {
      about: 'What the instruction is about, the most frequent topic first',
    }),
    topic: column(z.string().nullable(), { about: 'The first of `topics`' }),
  },
  params: z.strictObject({ atLeast: TopicsSchema.shape.atLeast }),
});

/** An instruction of another dataset, to be tagged beside ours. */
export const takeOtherInstruction = rowStage({
  name: 'take-other-instruction',
  version: 1,
  title: 'Take the other dataset’s instructions',
  needs: { fields: recordShape.fields },
  adds: { instruction: z.string() },
  params: z.strictObject({ column: z.string() }),
});
