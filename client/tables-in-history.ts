import { arrayFromPayloads, defaultPayloadConverter } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { PlannedFlowSchema, TableSummarySchema, type TableRef } from '../schemas/task.ts';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

const ResultSchema = z.union([
  PlannedFlowSchema.transform(({ steps }) => steps.map(({ output }) => output)),
  TableSummarySchema.transform(({ table }) => [table]),
  z.array(TableSummarySchema).transform((summaries) => summaries.map(({ table }) => table)),
]);

/** Tables that a build's activities planned or made, in their order, each once. */
export function tablesInHistory({ events }: History): TableRef[] {
  const found = new Map<string, TableRef>();
  for (const event of events ?? []) {
    const payloads = event.activityTaskCompletedEventAttributes?.result?.payloads;
    const [value] = arrayFromPayloads(defaultPayloadConverter, payloads);
    const tables = ResultSchema.safeParse(value);
    for (const table of tables.data ?? []) found.set(table.digest, table);
  }
  return [...found.values()];
}
