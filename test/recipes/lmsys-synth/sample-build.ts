import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readTyped } from '../../../activities/parquet/read-rows.ts';
import type { TableSummary } from '../../../schemas/build/task.ts';
import { reconciles } from '../../../schemas/table/counts.ts';
import type { RowOf, RowShape } from '../../../schemas/table/column.ts';
import type { Dataset } from '../../../schemas/build/task.ts';
import type { Foundry } from '../../builds/foundry.ts';
import { rowPaths } from '../../tables/stored-table.ts';

const role = { endpoint: 'default', model: 'stand-in' };

/** The recipe's config without its log, every role played by the stand-in. */
export const lmsysSynth = {
  recipe: 'lmsys-synth',
  roles: { teachers: { teacher: role } },
  // The stand-in says little of much: its answers to a word go round in circles.
  answers: { loops: false },
  sharding: { rows: 16 },
  output: { formats: ['parquet'] },
};
export const played = role;

const LogSchema = z.looseObject({
  conversation_id: z.string(),
  conversation: z.array(z.looseObject({ role: z.string(), content: z.string() })),
});
export type Logged = z.infer<typeof LogSchema>;

/** The conversations of the examples. */
export const shipped: readonly Logged[] = readFileSync('examples/conversations/chat-log.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => LogSchema.parse(JSON.parse(line)));

/** Writes a log into the foundry, and says where it is as a config does. */
export async function logOf(foundry: Foundry, log: readonly unknown[] = shipped, name = 'log.jsonl') {
  return { files: [await foundry.writeLines(name, log)], id: 'conversation_id' };
}

/** Columns of the recipe's last table. */
export const pairShape = {
  id: z.string(),
  conversation_id: z.string(),
  turn: z.int(),
  instruction: z.string(),
  response: z.string(),
  copies: z.int(),
  teacher: z.string(),
  teacher_tokens: z.int(),
  language: z.string(),
  instruction_share: z.number(),
  response_share: z.number(),
};

/** Rows of a table, by id. */
export async function rowsOf<Shape extends RowShape>(
  store: string,
  { table }: Pick<TableSummary, 'table'>,
  shape: Shape,
): Promise<RowOf<Shape>[]> {
  const paths = await rowPaths(store, table);
  const rows = await Promise.all(paths.map((path) => readTyped(path, shape)));
  return rows.flat().sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
}

/** The tables that a stage made, in the order of the build. */
export function tablesOf({ tables }: Dataset, stage: string): TableSummary[] {
  return tables.filter(({ table }) => table.stage === stage);
}

/** The stages whose rows do not add up. */
export function unreconciled({ tables }: Dataset): string[] {
  return tables.filter(({ counts }) => !reconciles(counts)).map(({ title }) => title);
}

/** Questions and texts that were paid for twice, over all APIs of the stand-in. */
export function askedTwice({ standin }: Foundry): number {
  const { repeated, apis } = standin.stats();
  return Object.values(apis).reduce((sum, { repeatedTexts }) => sum + repeatedTexts, repeated);
}
