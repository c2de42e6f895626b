import { z } from 'zod';
import { overlapBenchmarks } from '../../../../schemas/recipes/magpie/benchmarks.ts';
import { implementReadingSet } from '../../../engine/sets/set-stage.ts';
import { BenchmarkIndex } from '../../common/decontamination/benchmark-index.ts';

const itemShape = { id: z.string(), benchmark: z.string(), text: z.string() };

/** In memory are the n-grams of the benchmarks; instructions pass by one at a time. */
export const overlapBenchmarksSet = implementReadingSet(
  overlapBenchmarks,
  ({ n }) =>
    async function* (table, signal) {
      const index = new BenchmarkIndex(n);
      for await (const item of table.rows(
        'SELECT id, benchmark, text FROM benchmarks ORDER BY id',
        itemShape,
      ))
        index.add(item);
      const rows = table.rows('SELECT id, instruction FROM input', {
        id: z.string(),
        instruction: z.string(),
      });
      for await (const { id, instruction } of rows) {
        signal.throwIfAborted();
        const found = index.find(instruction);
        yield {
          id,
          benchmark_overlap: found?.share ?? 0,
          overlap_item: found === undefined ? null : `${found.benchmark}/${found.id}`,
        };
      }
    },
);
