import {
  benchmarkShape,
  embedText,
  nearBenchmarks,
  overlapBenchmarks,
} from '../../schemas/recipes/magpie/benchmarks.ts';
import { nearest } from '../../schemas/recipes/common/nearest.ts';
import { labelInstruction, measureLengths } from '../../schemas/recipes/magpie/labels.ts';
import { embedInstruction } from '../../schemas/recipes/magpie/neighbours.ts';
import type { MagpieConfig } from '../../schemas/recipes/magpie/recipe.ts';
import {
  answerByBase,
  rateBaseResponse,
  rateResponse,
  rewardDifference,
} from '../../schemas/recipes/magpie/reward.ts';
import { judgeSafety } from '../../schemas/recipes/magpie/safety.ts';
import { sample } from '../../schemas/recipes/common/sample.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import { documentShape } from '../../schemas/table/corpus.ts';
import type { Build } from '../engine/build.ts';
import type { Flow } from '../engine/flow.ts';
import type { MeasuredPairs, Pairs } from './rows.ts';

/** Section 3.2, D.1, D.2: what a pair is like by itself, as far as the config has roles to say it. */
export function labelled(pairs: Pairs, { roles, labelling, safety }: MagpieConfig): MeasuredPairs {
  const measured: MeasuredPairs = pairs.through(measureLengths, {});
  const labels: MeasuredPairs =
    roles.labeller === undefined ? measured : measured.through(labelInstruction, labelling);
  return roles.guard === undefined ? labels : labels.through(judgeSafety, safety);
}

/** Section 3.3: the reward of each response, and how much better it is than what the base model answers. */
export function rated(pairs: MeasuredPairs, { roles, baseAnswers }: MagpieConfig): MeasuredPairs {
  if (roles.reward === undefined) return pairs;
  const responses = pairs.through(rateResponse, {});
  if (roles.base === undefined) return responses;
  return responses
    .through(answerByBase, baseAnswers)
    .through(rateBaseResponse, {})
    .through(rewardDifference, {});
}

/** Items of the benchmarks that the config names; read before anything is asked. */
export type Benchmarks = Flow<RowOf<typeof benchmarkShape>>;

/**
 * Section 3.2: the distance of each instruction to the nearest other one, and which repeat an earlier one. D.5: how near
 * it is to benchmarks, and how much of it stands in them.
 */
export async function compared(
  pairs: MeasuredPairs,
  { roles, neighbours, contamination: { cosine, n } }: MagpieConfig,
  benchmarks: Benchmarks | undefined,
): Promise<MeasuredPairs> {
  const near = roles.embedder === undefined ? pairs : await nearestOf(pairs, neighbours, cosine, benchmarks);
  if (benchmarks === undefined) return near;
  return near.select(overlapBenchmarks, { n }, { benchmarks: await benchmarks.table() });
}

async function nearestOf(
  pairs: MeasuredPairs,
  neighbours: MagpieConfig['neighbours'],
  cosine: number,
  benchmarks: Benchmarks | undefined,
): Promise<MeasuredPairs> {
  const embedded = await pairs.through(embedInstruction, {}).select(nearest, neighbours);
  if (benchmarks === undefined) return embedded.without('embedding');
  const items = await benchmarks.through(embedText, {}).table();
  const near = await embedded.select(nearBenchmarks, { cosine }, { benchmarks: items });
  return near.without('embedding');
}

/** D.5: the benchmarks' items, where the config names some. */
export async function benchmarksOf(
  build: Build,
  { benchmarks }: MagpieConfig,
): Promise<Benchmarks | undefined> {
  if (benchmarks.length === 0) return undefined;
  const named = benchmarks.map(({ name, ...corpus }) => ({ corpus, columns: { benchmark: name } }));
  return build.import('texts', named, benchmarkShape, 'benchmarks');
}

/** Figure 7: some instructions of other datasets, embedded for the map. */
export async function besideOf(build: Build, { map: { rows, beside } }: MagpieConfig): Promise<void> {
  if (rows === 0) return;
  for (const { name, ...corpus } of beside) {
    const texts = await build.import('documents', corpus, documentShape, name);
    const drawn = await texts.select(sample, { size: rows });
    await drawn.through(embedText, {}).table();
  }
}
