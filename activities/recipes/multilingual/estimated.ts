import { reject, type Rejection } from '../../engine/rows/outcome.ts';
import type { RowContext } from '../../engine/rows/row-context.ts';
import { scoreOf } from '../../inference/services/estimate-of.ts';

/**
 * Score of a translation, rejected below `min` (section 3.1). A text in its own language is no translation: it scores 1
 * and nothing is asked.
 */
export async function estimated(
  { call }: Pick<RowContext, 'call'>,
  { source, translation, same }: { source: string; translation: string; same: boolean },
  min: number,
): Promise<number | Rejection> {
  if (same) return 1;
  const score = scoreOf(await call({ kind: 'estimate', source, translation }));
  return score >= min ? score : reject('poor translation', score);
}
