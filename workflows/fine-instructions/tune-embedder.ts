import { documentShape } from '../../schemas/table/corpus.ts';
import { takeSection } from '../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import { checkCompatible } from '../../schemas/recipes/fine-instructions/recipe.ts';
import {
  describeDocument,
  findByDescription,
  findBySections,
  type TuneEmbedderConfig,
} from '../../schemas/recipes/fine-instructions/tune-embedder.ts';
import { sample } from '../../schemas/recipes/common/sample.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { openBuild } from '../engine/build.ts';
import { writeEmbedderPairs } from './bank.ts';
import { bankOf } from './matching.ts';

/**
 * FineInstructions (Patel et al.), section 3.2: hard positives and negatives of template and document, which the
 * embedder is fine-tuned on. Twice: the second build has the embedder that came of the first.
 */
export async function tuneEmbedder(config: TuneEmbedderConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const { round, templates, indexCacheGiB, sections, compatible } = config;

  // Section 3.1: the templates, with the embeddings of the documents that they want.
  const bank = await bankOf(build, config);
  const search = { bank, templates, indexCacheGiB };

  // Section 3.2: ~200K documents.
  const corpus = await build.import('documents', config.corpus, documentShape);
  const documents = await corpus.select(sample, { size: config.documents });

  // Five templates a document: first by a description of the knowledge that it holds, ...
  const described = documents.through(describeDocument, config.describe);
  const byDescription = described.through(findByDescription, search);
  // ... and in the second round by its sections, so that the embedder learns to tell them apart.
  const bySections = documents.through(findBySections, { ...sections, ...search });

  // Whether they are compatible: 1 is a hard positive, 0 a hard negative.
  const judged = {
    documents: () => byDescription.through(checkCompatible, compatible).through(takeSection, sections),
    sections: () => bySections.through(checkCompatible, compatible).through(takeSection, sections),
  }[round]();
  const pairs = await judged.made();
  await writeEmbedderPairs(build, pairs, bank, 'embedder', config.training);
  return build.publish(pairs);
}
