import { documentShape } from '../../schemas/table/corpus.ts';
import {
  judgePair,
  silverPair,
  sortPair,
  studentPair,
  type DistilInstantiatorConfig,
} from '../../schemas/recipes/fine-instructions/distil-instantiator.ts';
import { writeExample } from '../../schemas/recipes/fine-instructions/distillation/example.ts';
import { checkCompatible } from '../../schemas/recipes/fine-instructions/recipe.ts';
import { sample } from '../../schemas/recipes/common/sample.ts';
import { stratify } from '../../schemas/recipes/common/stratify.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { openBuild } from '../engine/build.ts';
import { bankOf, matchedWith } from './matching.ts';

/**
 * FineInstructions (Patel et al.), section 3.3: what the Instantiator Model is fine-tuned on, so that a model of 3B
 * parameters can fill templates in and answer them. Twice: the second build has the model that came of the first.
 */
export async function distilInstantiator(config: DistilInstantiatorConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const { instantiate, strata, training } = config;

  // Section 3.3: ~100K documents, each with six templates.
  const bank = await bankOf(build, config);
  const corpus = await build.import('documents', config.corpus, documentShape);
  const documents = await corpus.select(sample, { size: config.documents });
  const matched = matchedWith(documents, bank, config);

  const pairs = {
    // First round: a large model instantiates and answers, or says that template and document do not fit.
    silver: () => matched.through(silverPair, instantiate).through(sortPair, strata),
    // Second round: the distilled model does. The large one says which fit at all, and keeps the good answers.
    judged: () =>
      matched
        .through(checkCompatible, config.compatible)
        .through(studentPair, instantiate)
        .through(judgePair, config.judge)
        .through(sortPair, strata),
  }[config.round]();

  // ~100K of them, stratified by length, complexity and topic, about 5% of them `null`.
  const written = pairs.through(writeExample, { maxLength: training.maxLength });
  const examples = await written.select(stratify, config.sample);
  await build.trainingTable(examples, 'instantiator', training);
  return build.publish(examples);
}
