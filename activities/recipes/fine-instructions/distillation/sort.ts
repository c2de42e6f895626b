import { sortQuery, sortTemplate } from '../../../../schemas/recipes/fine-instructions/distil-genericizer.ts';
import { sortPair } from '../../../../schemas/recipes/fine-instructions/distil-instantiator.ts';
import type { Strata } from '../../../../schemas/recipes/fine-instructions/distillation/strata.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { classOf, topicOf } from './classes.ts';

export const sortQueryStage = implement(sortQuery, ({ text, query_source }, { params, tokens }) => {
  const { lengths, topics, leastKeywords } = params;
  const classes = [query_source, classOf(tokens(text), lengths), topicOf(text, topics, leastKeywords)];
  return { stratum: named(classes), is_null: false };
});

export const sortTemplateStage = implement(
  sortTemplate,
  ({ text, complexity, is_null }, { params, tokens }) =>
    strataOf({ text, tokens: is_null ? undefined : tokens(text), complexity }, params),
);

export const sortPairStage = implement(
  sortPair,
  ({ template, complexity, filled, answer, is_null }, { params, tokens }) =>
    strataOf(
      is_null
        ? { text: template, tokens: undefined, complexity }
        : { text: `${filled}\n${answer}`, tokens: tokens(answer), complexity },
      params,
    ),
);

interface Sorted {
  /** What tells the topic. */
  readonly text: string;
  /** Undefined where there is no length: an example of null has no answer. */
  readonly tokens: number | undefined;
  readonly complexity: number;
}

function strataOf(
  { text, tokens, complexity }: Sorted,
  { lengths, complexities, topics, leastKeywords }: Strata,
) {
  const length_class = tokens === undefined ? 'none' : classOf(tokens, lengths);
  const complexity_class = classOf(complexity, complexities);
  const topic = topicOf(text, topics, leastKeywords);
  return { length_class, complexity_class, topic, stratum: named([length_class, complexity_class, topic]) };
}

function named(classes: readonly string[]): string {
  return classes.join(' / ');
}
