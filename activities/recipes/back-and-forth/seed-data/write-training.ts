import { backtranslate } from '../../../../schemas/recipes/back-and-forth/recipe.ts';
import type { SeedData } from '../../../../schemas/recipes/back-and-forth/seed-data.ts';
import type { BuildRef, TrainingFiles } from '../../../../schemas/build/task.ts';
import { listSources } from '../../../corpus/list-sources.ts';
import { objectsBeside } from '../../../corpus/s3-source.ts';
import { digestOf } from '../../../digest.ts';
import { selectSeedPairs } from './select-seed-pairs.ts';
import { writeTrainingFiles } from './write-training-files.ts';
import { openBuildOf } from '../../../engine/build/open-plan.ts';
import type { WorkerParts } from '../../../engine/build/worker-parts.ts';
import { putTraining, writtenTraining } from '../../../dataset/training/training-folder.ts';
import { withScratch } from '../../../storage/scratch-folder.ts';

/**
 * Chooses the seed pairs (section 3.1) and writes the files that the backward and forward models are fine-tuned on.
 * The backward examples carry the very prompt that the build asks the backward role.
 */
export async function writeTraining(
  { build: ref, seedData }: { build: BuildRef; seedData: SeedData },
  parts: WorkerParts,
): Promise<TrainingFiles> {
  const build = await openBuildOf(ref, parts);
  const { store, plan } = build;
  const io = { objects: objectsBeside(plan.config.store) };
  const files = await listSources(seedData, '.', io.objects);
  const prompt = build.prompts.get(backtranslate.name);
  if (prompt === undefined) throw new Error('the build has no prompt "backtranslate"');
  const digest = digestOf({
    files: files.map(({ uri, fingerprint }) => [uri, fingerprint]),
    seedData,
    seed: plan.config.seed,
    prompt: plan.prompts[backtranslate.name]?.text,
  });
  const folder = `training/${plan.config.name}-${digest.slice(0, 12)}`;
  const done = await writtenTraining(store, folder);
  if (done !== undefined) return done;
  const { pairs } = await selectSeedPairs(files, seedData, plan.config.seed, io);
  return withScratch(parts.scratchDir, 'training', async (scratch) => {
    const written = await writeTrainingFiles(scratch, pairs, {
      ...seedData,
      backwardPrompt: (response, raw) =>
        prompt
          .fill({ response }, { raw })
          .map(({ content }) => content)
          .join('\n\n'),
    });
    return await putTraining(store, folder, written.files, scratch, written.examples);
  });
}
