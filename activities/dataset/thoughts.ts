import type { z } from 'zod';
import type { ReasoningSchema } from '../../schemas/build/build.ts';
import type { Column } from '../../schemas/table/column.ts';
import type { Thoughts } from './kinds/kind-writer.ts';

type Wish = z.infer<typeof ReasoningSchema> | undefined;

/** Where thoughts stand in the lines of a dataset, by `output.reasoning`. */
export function thoughtsOf(wish: Wish): Thoughts {
  if (wish === undefined || wish === 'field') return 'field';
  return wish === 'tags' ? { open: '<think>\n', close: '\n</think>\n\n' } : wish;
}

/** The columns that a dataset has, by `output.reasoning`: those of thoughts where it asks for them, or its recipe does. */
export function thoughtColumns(columns: readonly Column[], wish: Wish): Column[] {
  return columns.filter(({ meaning }) => {
    if (meaning?.is !== 'reasoning') return true;
    return wish === undefined ? meaning.onDemand !== true : wish !== 'none';
  });
}
