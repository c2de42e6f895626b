import { addCounts, addSpending, noCounts, noSpending } from '../../schemas/counts.ts';
import type { StageProgress } from '../../schemas/progress.ts';
import type { ShardResult, Step, TableSummary } from '../../schemas/task.ts';

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

/** The stages as a Markdown table, for the Temporal UI's current details. */
export function stageTable(stages: readonly StageProgress[]): string {
  const lines = stages.map(({ title, shardsDone, shards, counts, spending, reused }) =>
    [
      title,
      reused ? 'reused' : `${shardsDone}/${shards}`,
      counts.in,
      counts.out,
      counts.rejected,
      spending.asked,
      spending.reused,
      spending.usage.completionTokens,
    ].join(' | '),
  );
  return [
    '| stage | shards | rows in | out | rejected | asked | answers reused | tokens |',
    '|---|---|---|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}
