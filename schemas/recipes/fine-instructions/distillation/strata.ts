import { z } from 'zod';
import { keywords } from './keywords.ts';

const ascending = (cuts: readonly number[]) => cuts.every((cut, at) => cut > (cuts[at - 1] ?? 0));
const cuts = z.array(z.int().positive()).max(20).refine(ascending, 'give them in ascending order');

/**
 * Section 3.3: examples are stratified by length, complexity and, with keywords, topic. The paper names no classes: the
 * cuts and the words are ours.
 */
export function strataSchema(lengths: readonly number[], least: number) {
  return z.strictObject({
    /** Tokens at which a class of lengths ends and the next begins. */
    lengths: cuts.default([...lengths]),
    /** Numbers of <fi> tags at which a class of complexity ends and the next begins. */
    complexities: cuts.default([3, 6, 10]),
    /** Words that tell a topic; what has none is `other`. */
    topics: z
      .record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.array(z.string().min(1)).min(1))
      .default(keywords),
    /** Different words of a topic that must be there. */
    leastKeywords: z.int().positive().default(least),
  });
}
export type Strata = z.output<ReturnType<typeof strataSchema>>;

/** Columns by which examples are drawn. */
export const strataShape = {
  /** Such as `100-299`, in tokens; `none` for an example of null. */
  length_class: z.string(),
  /** Such as `3-5`, in tags. */
  complexity_class: z.string(),
  topic: z.string(),
  stratum: z.string(),
};
