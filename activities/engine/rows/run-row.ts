import type { Reject } from '../../../schemas/table/table.ts';
import { RequestFailed, RequestRefused } from '../../inference/index.ts';
import { unsettled } from '../tables/unsettled.ts';
import type { ImplementedRowStage } from './row-stage.ts';
import { Rejection, RowRejected } from './outcome.ts';
import { rowContext, type Asking } from './row-context.ts';
import type { ShardTally } from './tally.ts';

type Columns = Readonly<Record<string, unknown>>;

const [refused, failed] = unsettled;

export interface RowResult {
  readonly rows: Columns[];
  readonly reject?: Reject;
}

/**
 * One row through a stage: it gives rows or a reject. Only what concerns more than this row is thrown: cancellation,
 * an endpoint that refuses everybody, a stage that is wrong.
 */
export async function runRow(
  row: Columns,
  run: Awaited<ReturnType<ImplementedRowStage['prepare']>>,
  asking: Asking,
  tally: ShardTally,
): Promise<RowResult> {
  const id = String(row['id']);
  const outcome = await run(row, rowContext(id, asking)).catch((error: unknown) => rejectionOf(error));
  tally.rowDone(outcome instanceof Rejection);
  if (outcome instanceof Rejection)
    return {
      rows: [],
      reject: { id, stage: asking.stage, reason: outcome.reason, detail: outcome.detail, raw: outcome.raw },
    };
  const [first, ...more] = outcome;
  if (first === undefined)
    return { rows: [], reject: { id, stage: asking.stage, reason: 'gave no rows', detail: null, raw: null } };
  if (more.length === 0) return { rows: [{ ...row, ...first }] };
  tally.expanded(more.length);
  return {
    rows: outcome.map((added, part) => ({ ...row, ...added, id: part === 0 ? id : `${id}-${part}` })),
  };
}

function rejectionOf(error: unknown): Rejection {
  if (error instanceof RowRejected) return error.rejection;
  if (error instanceof RequestRefused) return new Rejection(refused, error.message, null);
  if (error instanceof RequestFailed) return new Rejection(failed, error.message, null);
  throw error;
}
