import type { TableSummary } from '../../../schemas/build/task.ts';
import { counted } from '../amounts.ts';
import { shortened } from '../excerpt.ts';
import { plain, table } from './markdown.ts';

const shownReasons = 4;

/** What became of the rows, stage by stage, with the most frequent reasons of rejects. */
export function stageTable(
  tables: readonly Pick<TableSummary, 'title' | 'counts' | 'spending' | 'reasons' | 'unusable'>[],
): string {
  const rows = tables.map(({ title, counts, spending, reasons, unusable = {} }) => [
    plain(title),
    counted(counts.in),
    counted(counts.expanded),
    counted(counts.out),
    counted(counts.rejected),
    counted(spending.asked + spending.reused),
    [
      ...Object.entries(reasons)
        .sort(([, a], [, b]) => b - a)
        .slice(0, shownReasons)
        .map(([reason, count]) => `${plain(shortened(reason, 80))} (${counted(count)})`),
      ...Object.entries(unusable).map(([label, count]) => `kept without ${plain(label)} (${counted(count)})`),
    ].join(', '),
  ]);
  return [
    'Every row that came to a stage is in its output or among its rejects, with a reason.',
    table(['Stage', 'In', 'Added', 'Out', 'Rejected', 'Answers', 'Most frequent reasons'], rows),
  ].join('\n\n');
}
