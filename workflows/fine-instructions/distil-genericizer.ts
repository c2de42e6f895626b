import {
  silverTemplate,
  sortQuery,
  sortTemplate,
  type DistilGenericizerConfig,
} from '../../schemas/recipes/fine-instructions/distil-genericizer.ts';
import { writeExample } from '../../schemas/recipes/fine-instructions/distillation/example.ts';
import { stratify } from '../../schemas/recipes/common/stratify.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { openBuild } from '../engine/build.ts';
import { queriesOf, safeOf } from './template-bank.ts';

/**
 * FineInstructions (Patel et al.), section 3.1: what the Query Genericizer Model is fine-tuned on, so that a model of
 * 1B parameters can turn millions of queries into templates.
 */
export async function distilGenericizer(config: DistilGenericizerConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const { strata, training } = config;
  const { size, spare, nulls } = config.sample;

  // Section 3.1: ~50K queries that span the sources, and some more, since not all of them give an example.
  const queries = await queriesOf(build, config);
  const most = Math.ceil(size * (1 + spare));
  const drawn = await queries.through(sortQuery, strata).select(stratify, { size: most, nulls: 0 });
  const clean = await safeOf(build, drawn, config, config.roles.moderator !== undefined);

  // Silver templates and descriptions of the documents that they want, by a large model.
  const silver = clean.through(silverTemplate, config.genericize).through(sortTemplate, strata);

  // Examples that the small model can be trained on, of all lengths, complexities and topics.
  const written = silver.through(writeExample, { maxLength: training.maxLength });
  const examples = await written.select(stratify, { size, nulls });
  await build.trainingTable(examples, 'genericizer', training);
  return build.publish(examples);
}
