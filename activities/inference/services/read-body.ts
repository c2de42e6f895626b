import type { z } from 'zod';
import { bodyExcerpt } from '../body-excerpt.ts';
import { UnusableAnswer } from '../unusable-answer.ts';

/** Reads a body by its schema. Throws UnusableAnswer that says what is there instead. */
export function readBody<T>(body: unknown, schema: z.ZodType<T>, what: string): T {
  const { data, error } = schema.safeParse(body);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw new UnusableAnswer(`HTTP 200 without ${what} in it${where}: ${bodyExcerpt(body)}`);
}

/** Throws UnusableAnswer unless there is one result for each question. */
export function matching<T>(results: readonly T[], questions: readonly unknown[]): readonly T[] {
  if (results.length === questions.length) return results;
  throw new UnusableAnswer(`HTTP 200 with ${results.length} results for ${questions.length} texts`);
}

/** Results in the order of their questions. Throws UnusableAnswer unless they are numbered from 0 on. */
export function byIndex<T extends { readonly index: number }>(results: readonly T[]): readonly T[] {
  const inOrder = [...results].sort((a, b) => a.index - b.index);
  if (inOrder.every(({ index }, at) => index === at)) return inOrder;
  const indices = inOrder.map(({ index }) => index).join(', ');
  throw new UnusableAnswer(`HTTP 200 with results numbered ${indices} for ${results.length} texts`);
}
