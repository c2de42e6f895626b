import type { Dataset } from '../../schemas/build/task.ts';
import { boundsOf, converse, respond } from '../../schemas/recipes/magpie/conversation.ts';
import { cleanInstruction, preQuery } from '../../schemas/recipes/magpie/instructions.ts';
import type { MagpieConfig } from '../../schemas/recipes/magpie/recipe.ts';
import { call } from '../engine/activities.ts';
import { openBuild } from '../engine/build.ts';
import { conversationsOf, pairsOf } from './datasets.ts';
import { benchmarksOf, besideOf, compared, labelled, rated } from './metrics.ts';

/**
 * Magpie: Alignment Data Synthesis from Scratch by Prompting Aligned LLMs with Nothing (Xu et al., 2024).
 *
 * An aligned model that is given its chat template up to where the user's text begins writes what a user would.
 */
export async function magpie(config: MagpieConfig): Promise<Dataset> {
  const build = await openBuild(config);
  await call('checkPreQuery', { build: build.ref }, {});
  const { control, cleaning, preQuery: raw } = config;
  // Others' texts first: what is wrong with their files is told before anything is asked.
  const benchmarks = await benchmarksOf(build, config);
  await besideOf(build, config);

  // Section 2.1, step 1: instructions, each from the pre-query alone; section 2.2: or under a domain's system prompt.
  const draws = await build.draws(config.instructions);
  const instructions = draws
    .through(preQuery, { preQuery: raw, control })
    .through(cleanInstruction, { cleaning, control })
    .without('drawn', 'finish');

  // Section 2.1, step 2: the model answers them.
  const answered = instructions.through(respond, { ...config.response, beginOfText: raw.beginOfText });

  // Sections 3.2 and 3.3, Appendix C: what each of them is like, and how near the others are.
  const pairs = await compared(rated(labelled(answered, config), config), config, benchmarks);
  if (boundsOf(config.turns).max === 1) return build.result(await pairsOf(build, pairs, config));

  // Section 2.2, MAGPIE-MT: further turns, each after the whole conversation so far.
  const { turns, conversation, response } = config;
  const conversations = pairs.through(converse, {
    ...conversation,
    ...response,
    turns,
    preQuery: raw,
    control,
    cleaning,
  });
  // Each answer has its thoughts in its message.
  return build.result(await conversationsOf(build, conversations.without('reasoning'), config));
}
