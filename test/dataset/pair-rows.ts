import type { z } from 'zod';
import { digestOf } from '../../activities/digest.ts';
import { columnsOf, type Column } from '../../schemas/table/column.ts';
import { documentShape } from '../../schemas/table/corpus.ts';
import { fitContext, measure, score } from '../../schemas/recipes/back-and-forth/recipe.ts';
import { pairShape } from '../../schemas/kinds/pair.ts';

const shape = {
  ...documentShape,
  ...fitContext.adds.shape,
  ...pairShape,
  ...score.adds.shape,
  ...measure.adds.shape,
};
export type PairRow = z.output<z.ZodObject<typeof shape>>;

/** Columns of a back-and-forth table, by name. */
export function pairColumns(names: readonly string[]): Column[] {
  return columnsOf(shape).filter(({ name }) => names.includes(name));
}

/** A plain row; rows of different indices differ in every length. */
export function pairRow(index: number): PairRow {
  const words = (count: number): string =>
    Array.from({ length: count }, (_, at) => `w${(at * 7 + index * 13 + (at % (index + 2))) % 997}`).join(
      ' ',
    );
  return {
    id: digestOf(index),
    text: words(60 + (index % 50)),
    source: index % 3 === 0 ? 'encyclopaedia' : 'manual',
    source_id: `doc-${index}`,
    metadata: { license: index % 3 === 0 ? 'CC BY-SA 4.0' : 'MIT', page: index },
    text_tokens: 60 + (index % 50),
    instruction: `Question ${index}: ${words(5 + (index % 9))}?`,
    response: words(30 + (index % 40)),
    instruction_tokens: 7 + (index % 9),
    response_tokens: 30 + (index % 40),
    score: index % 4 === 0 ? 4 : 5,
    copied_share: (index % 21) / 20,
  };
}
