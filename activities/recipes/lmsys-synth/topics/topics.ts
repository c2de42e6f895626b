import {
  commonTopics,
  tagTopics,
  takeOtherInstruction,
} from '../../../../schemas/recipes/lmsys-synth/topics.ts';
import { own } from '../../../../schemas/own.ts';
import { isBlank } from '../../../is-blank.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { implementSet } from '../../../engine/sets/set-stage.ts';
import { parseTags } from './parse-tags.ts';

export const tagTopicsStage = implement(tagTopics, async ({ instruction }, { askLabel, params }) => ({
  tags: await askLabel({
    prompt: 'tag',
    slots: { instruction },
    parse: (answer) => parseTags(answer, params.most),
    attempts: params.attempts,
  }),
}));

export const commonTopicsSet = implementSet(commonTopics, ({ atLeast }) => ({
  keep: `WITH tagged AS (SELECT id, unnest(tags) AS tag FROM input),
      common AS (SELECT tag, count(*) AS rows FROM tagged GROUP BY tag HAVING count(*) >= ${atLeast}),
      found AS (SELECT id, list(tag ORDER BY rows DESC, tag) AS topics FROM tagged JOIN common USING (tag) GROUP BY id)
    SELECT input.id, coalesce(topics, []::VARCHAR[]) AS topics, topics[1] AS topic FROM input LEFT JOIN found USING (id)`,
  otherwise: 'no topic',
}));

export const takeOtherInstructionStage = implement(takeOtherInstruction, ({ fields }, { params }) => {
  const instruction = own(fields, params.column);
  if (typeof instruction !== 'string' || isBlank(instruction))
    return reject('empty instruction', params.column);
  return { instruction: instruction.trim() };
});
