import { decontaminate } from '../../../schemas/recipes/fine-instructions/template-bank.ts';
import { objectsBeside } from '../../corpus/s3-source.ts';
import type { Resources } from '../../engine/build/resources.ts';
import { openBenchmarks } from '../common/decontamination/open-benchmarks.ts';
import { contaminationOf } from '../common/decontamination/contamination.ts';
import type { BenchmarkIndex } from '../common/decontamination/benchmark-index.ts';
import type { z } from 'zod';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';

export const decontaminateStage = implement(
  decontaminate,
  ({ text }, { opened, params }) => {
    const found = contaminationOf(text, opened, params.maxShare);
    if (found === undefined) return {};
    const percent = Math.round(found.share * 100);
    return reject('in a benchmark', `${percent}% of its words are in ${found.benchmark} (${found.id})`);
  },
  {
    open: (params: z.output<typeof decontaminate.params>, { build }: Resources): Promise<BenchmarkIndex> =>
      openBenchmarks(params, objectsBeside(build.plan.config.store)),
  },
);
