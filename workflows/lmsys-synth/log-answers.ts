import { languageOf } from '../../schemas/inference/languages.ts';
import { sample } from '../../schemas/recipes/common/sample.ts';
import { bestCandidate, scoreAnswer } from '../../schemas/recipes/lmsys-synth/answers.ts';
import { randomLogAnswer, takeLogAnswer, type LogArm } from '../../schemas/recipes/lmsys-synth/arms.ts';
import { armOf, type LmsysSynthConfig } from '../../schemas/recipes/lmsys-synth/recipe.ts';
import { measureLanguage } from '../../schemas/recipes/lmsys-synth/languages.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import type { Build } from '../engine/build.ts';
import type { Utterances } from './rows.ts';

/** Section 3.2, baselines: one of the logs' own answers to each instruction, at random or the judge's best. */
export async function logAnswers(
  build: Build,
  utterances: Utterances,
  arm: LogArm,
  config: LmsysSynthConfig,
): Promise<Dataset> {
  const answers = utterances.labelled(arm).through(takeLogAnswer, {});
  const chosen: typeof answers =
    arm === 'random'
      ? await answers.select(randomLogAnswer, {})
      : await answers.through(scoreAnswer, config.score).select(bestCandidate, {});
  const language = config.translation.from;
  const measured = chosen.through(measureLanguage, {});
  const rows: typeof measured =
    config.limit === undefined ? measured : await measured.select(sample, { size: config.limit });
  return build.publish(rows, { name: armOf(config, arm), language: [languageOf(language).tag] });
}
