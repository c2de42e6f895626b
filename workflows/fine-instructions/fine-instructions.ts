import { patched } from '@temporalio/workflow';
import { documentShape } from '../../schemas/table/corpus.ts';
import {
  capTemplates,
  checkCompatible,
  countDocument,
  fitBudget,
  instantiate,
  judge,
  keepCompatible,
  measurePair,
  type FineInstructionsConfig,
} from '../../schemas/recipes/fine-instructions/recipe.ts';
import { categorize } from '../../schemas/recipes/fine-instructions/categorize.ts';
import { takeSection } from '../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { openBuild } from '../engine/build.ts';
import { writeEmbedderPairs } from './bank.ts';
import { bankOf, matchedWith } from './matching.ts';

/**
 * FineInstructions: Scaling Synthetic Instructions to Pre-Training Scale (Patel et al.).
 *
 * Templates of real queries are matched with the documents that can answer them, filled in from these, and answered
 * mostly in their words.
 */
export async function fineInstructions(config: FineInstructionsConfig): Promise<Dataset> {
  const build = await openBuild(config);

  // Sections 3.1 and 3.2: the templates, from a bank of before or from queries.
  const bank = await bankOf(build, config);

  // Section 3.2, Appendix B: templates that are like the document or one of its chunks.
  const documents = await build.import('documents', config.corpus, documentShape);
  const matched = matchedWith(documents, bank, config);

  // What the judge says of the matches is also what the embedder can learn from.
  const { check, attempts, tuneEmbedder } = config.compatible;
  let checked = matched.through(checkCompatible, { attempts });
  if (tuneEmbedder !== undefined) {
    checked = await checked.made();
    const { chunks, sigma } = config.match;
    await writeEmbedderPairs(
      build,
      checked.through(takeSection, { chunks, sigma }),
      bank,
      'embedder',
      tuneEmbedder,
    );
  }
  const fitting: typeof matched = check ? checked.through(keepCompatible, {}) : matched;

  // Section 3.3: the template filled in and answered from the document, mostly by excerpts.
  // Section 3.4: only good answers are kept.
  const judged = fitting.through(instantiate, config.instantiate).through(judge, config.judge);

  // Section 6.1: no template too often. Section 4.2: no more tokens than the documents have, and of these pairs, since
  // shares of fewer pairs are others, again no template too often.
  const { most, atLeast } = config.share;
  let pairs = await judged.through(measurePair, {}).select(capTemplates, { most, atLeast });
  if (config.budget) pairs = await pairs.select(fitBudget, {}, { documents: build.madeBy(countDocument) });
  if (config.budget && patched('cap-what-fits-the-budget'))
    pairs = await pairs.select(capTemplates, { most, atLeast });

  // Appendix D: what the pairs are about. Last, so that none is labelled that is dropped.
  const labelled: typeof pairs =
    config.roles.categorizer === undefined ? pairs : pairs.through(categorize, config.categorize);
  return build.publish(labelled);
}
