import type { Dataset } from '../../schemas/build/task.ts';
import type { converse } from '../../schemas/recipes/magpie/conversation.ts';
import { filterOf, filterPairs } from '../../schemas/recipes/magpie/filters.ts';
import { preferBest } from '../../schemas/recipes/magpie/preference.ts';
import { datasetOf, preferenceName, type MagpieConfig } from '../../schemas/recipes/magpie/recipe.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import type { Build } from '../engine/build.ts';
import type { Flow } from '../engine/flow.ts';
import type { MeasuredPairs } from './rows.ts';

/** Appendix C: the raw dataset, and one of the rows that pass each filter. */
export async function pairsOf(build: Build, pairs: MeasuredPairs, config: MagpieConfig): Promise<Dataset[]> {
  const rows = await pairs.made();
  const filtered = config.filters.map(async (filter) => {
    const kept = await rows.labelled(filter.name).select(filterPairs, filterOf(filter));
    return build.publish(kept, { name: datasetOf(config, filter.name) });
  });
  return Promise.all([build.publish(rows), ...filtered, ...preferencesOf(build, rows, config)]);
}

/** Section 2.2, MAGPIE-DPO: the best and the worst of several answers to the instructions that are selected. */
function preferencesOf(
  build: Build,
  pairs: MeasuredPairs,
  { name, preference, preQuery: { beginOfText } }: MagpieConfig,
): Promise<Dataset>[] {
  if (preference === undefined) return [];
  const { select, ...settings } = preference;
  const made = async (): Promise<Dataset> => {
    const selected = await pairs.labelled(preferenceName).select(filterPairs, filterOf(select));
    const preferences = selected
      .through(preferBest, { ...settings, beginOfText })
      .without('instruction', 'response');
    return build.publish(preferences, { name: datasetOf({ name }, preferenceName), kind: 'preference' });
  };
  return [made()];
}

type Conversations = Flow<{ id: string } & RowOf<(typeof converse)['adds']['shape']>>;

/** The same of conversations, which are filtered by their first turn. */
export async function conversationsOf(
  build: Build,
  conversations: Conversations,
  config: MagpieConfig,
): Promise<Dataset[]> {
  const rows = await conversations.made();
  const filtered = config.filters.map(async (filter) => {
    const kept = await rows.labelled(filter.name).select(filterPairs, filterOf(filter));
    return build.publish(kept, { name: datasetOf(config, filter.name), kind: 'conversation' });
  });
  return Promise.all([build.publish(rows, { kind: 'conversation' }), ...filtered]);
}
