import { arrayFromPayloads, defaultPayloadConverter } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { PlannedFlowSchema, TableSummarySchema, type ToldTable } from '../schemas/build/task.ts';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

const ResultSchema = z.union([
  PlannedFlowSchema.transform(({ steps }): ToldTable[] => steps.map(({ output }) => ({ table: output }))),
  TableSummarySchema.transform((summary): ToldTable[] => [summary]),
  z.array(TableSummarySchema),
]);

/** Tables that a build's activities planned or made, in their order, each once. */
export function tablesInHistory({ events }: History): ToldTable[] {
  const found = new Map<string, ToldTable>();
  for (const event of events ?? []) {
    const payloads = event.activityTaskCompletedEventAttributes?.result?.payloads;
    const [value] = arrayFromPayloads(defaultPayloadConverter, payloads);
    const tables = ResultSchema.safeParse(value);
    for (const told of tables.data ?? []) found.set(told.table.digest, told);
  }
  return [...found.values()];
}
