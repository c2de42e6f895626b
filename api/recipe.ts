/**
 * `tunesmith/recipe`: what a recipe's `recipe.ts` is made of, its config and the signatures of its stages. Workflows import
 * it as well, so nothing here reads the world.
 *
 * @packageDocumentation
 */
export { z } from 'zod';
export type { Recipe } from '../schemas/build/recipe.ts';
export type { BuildConfig } from '../schemas/build/build.ts';
export { buildShape, DatasetNameSchema, outputOf } from '../schemas/build/build.ts';
export { roleWithSampling, SamplingSchema, serviceRole } from '../schemas/inference/role.ts';
export { RoleNameSchema } from '../schemas/inference/roles.ts';
export { CorpusSchema, documentShape, RowsInputSchema, TextsInputSchema } from '../schemas/table/corpus.ts';
export { recordShape } from '../schemas/table/record.ts';
export { drawShape } from '../schemas/table/draw.ts';
export { samplingShape } from '../schemas/table/sampling.ts';
export { column, reasoningOf } from '../schemas/table/meaning.ts';
export type { RowOf, RowShape } from '../schemas/table/column.ts';
export { rowStage, setStage } from '../schemas/table/stage.ts';
export type { AnyStage, RowStage, SetStage } from '../schemas/table/stage.ts';
export { conversationShape } from '../schemas/kinds/conversation.ts';
export { pairShape } from '../schemas/kinds/pair.ts';
export { preferenceShape, promptMessagesShape, promptShape } from '../schemas/kinds/preference.ts';
export type { KindName } from '../schemas/kinds/index.ts';
export { exampleShape } from '../schemas/training.ts';
export { sample } from '../schemas/recipes/common/sample.ts';
export { stratify } from '../schemas/recipes/common/stratify.ts';
export { deduplicate, NearDuplicatesSchema, signature } from '../schemas/recipes/common/near-duplicates.ts';
