import { documentShape } from '../schemas/table/corpus.ts';
import {
  backtranslate,
  distil,
  fitContext,
  keepDocument,
  measure,
  rewrite,
  score,
  type BackAndForthConfig,
} from '../schemas/recipes/back-and-forth/recipe.ts';
import { sample } from '../schemas/recipes/common/sample.ts';
import type { Dataset } from '../schemas/build/task.ts';
import { call } from './engine/activities.ts';
import { openBuild } from './engine/build.ts';

/**
 * Better Alignment with Instruction Back-and-Forth Translation (Nguyen et al., 2024).
 *
 * Web documents become responses: an instruction is written for each (backtranslation), the best pairs are kept
 * (filtering), and the response is rewritten from the document (rewriting).
 */
export async function backAndForth(config: BackAndForthConfig): Promise<Dataset> {
  const build = await openBuild(config);

  // Section 3.1, seed data: what the backward and the forward model are fine-tuned on.
  const { seedData } = config;
  if (seedData !== undefined)
    await build.training('choosing the seed data', () =>
      call('writeTraining', { build: build.ref, seedData }, { summary: 'seed data' }),
    );

  // Section 3.1, data: documents of a web corpus, without those close to the context length.
  const documents = await build.import('documents', config.corpus, documentShape);

  // Section 2.1, step 1: the instruction to which each document would be a great answer.
  const candidates = documents
    .through(fitContext, config.context)
    .through(backtranslate, config.backtranslate);

  // Section 2.1, step 2: pairs that the forward model gives the best score.
  const filters = config.arm.startsWith('filtering');
  const pairs: typeof candidates = filters ? candidates.through(score, config.score) : candidates;

  // Sections 4 and 5.1: a fixed number of pairs, the same ones for every arm that is compared.
  const { size, spare } = config.sample ?? { size: undefined, spare: 0 };
  const drawn =
    size === undefined ? pairs : await pairs.select(sample, { size: Math.ceil(size * (1 + spare)) });

  // Section 2.2, step 3: the response rewritten from the document; or, in the arms compared, distilled or kept.
  const answered = {
    filtering: () => drawn.through(keepDocument, {}),
    rewriting: () => drawn.through(rewrite, config.rewrite),
    'filtering+rewriting': () => drawn.through(rewrite, config.rewrite),
    'filtering+distillation': () => drawn.through(distil, config.distil),
  }[config.arm]();

  // Appendix B: lengths, and how much of the response is the document's own wording.
  const measured = answered.through(measure, {});
  return build.publish(size === undefined ? measured : await measured.select(sample, { size }));
}
