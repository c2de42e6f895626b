import type { z } from 'zod';
import { UnusableAnswer } from '../unusable-answer.ts';

/** Reads a body by its schema. Throws UnusableAnswer that says what is there instead. */
export function readBody<T>(body: unknown, schema: z.ZodType<T>, what: string): T {
  const { data, error } = schema.safeParse(body);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw new UnusableAnswer(`HTTP 200 without ${what} in it${where}: ${excerpt(body)}`);
}

/** Throws UnusableAnswer unless there is one result for each question. */
export function matching<T>(results: readonly T[], questions: readonly unknown[]): readonly T[] {
  if (results.length === questions.length) return results;
  throw new UnusableAnswer(`HTTP 200 with ${results.length} results for ${questions.length} texts`);
}

function excerpt(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
