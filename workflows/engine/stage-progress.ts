import { addCounts, addSpending, noCounts, noSpending } from '../../schemas/table/counts.ts';
import type { StageProgress } from '../../schemas/build/progress.ts';
import type { ShardResult, Step, TableSummary } from '../../schemas/build/task.ts';

/** Progress of steps that have not begun. */
export function notBegun(steps: readonly Step[], titles: readonly string[]): StageProgress[] {
  return steps.map((step, position) => ({
    stage: step.call.stage,
    title: titles[position] ?? step.call.stage,
    shards: step.output.shards,
    shardsDone: 0,
    counts: noCounts,
    spending: noSpending,
    reused: false,
  }));
}

/** What something is called where several of its kind are told apart by a label. */
export function named(title: string, label: string | undefined): string {
  return label === undefined ? title : `${title} (${label})`;
}

export function finished(summary: TableSummary): StageProgress {
  return {
    stage: summary.table.stage,
    title: summary.title,
    shards: summary.shards,
    shardsDone: summary.shards,
    counts: summary.counts,
    spending: summary.spending,
    reused: summary.reused,
  };
}

/** Adds a finished shard to a step's progress; read and written in one go, so that concurrent shards are all counted. */
export function addResult(progress: StageProgress[], position: number, result: ShardResult): void {
  const before = progress[position];
  if (before === undefined) return;
  progress[position] = {
    ...before,
    shardsDone: before.shardsDone + 1,
    counts: addCounts(before.counts, result.counts),
    spending: addSpending(before.spending, result.spending),
  };
}

const headings = ['stage', 'shards', 'in', 'out', 'rejected', 'asked', 'reused', 'tokens'];

/** The stages as an aligned table, for the Temporal UI's current details (it sets Markdown tables without gaps). */
export function stageTable(stages: readonly StageProgress[]): string {
  const lines = [headings, ...stages.map(cells)];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return ['```', ...aligned, '```'].join('\n');
}

function cells({ title, shardsDone, shards, counts, spending, reused }: StageProgress): string[] {
  const { asked, reused: kept, usage } = spending;
  const numbers = [counts.in, counts.out, counts.rejected, asked, kept, usage.completionTokens];
  return [
    title,
    reused ? 'reused' : `${shardsDone}/${shards}`,
    ...numbers.map((number) => number.toLocaleString('en')),
  ];
}
