import { preQuery } from '../../../schemas/recipes/magpie/instructions.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { drawDomain, systemOf } from './control.ts';
import { userTurnOf } from './pre-query/user-turn.ts';

export const preQueryStage = implement(preQuery, async (_row, context) => {
  const { ask, params, id, seed, sampling, chatTemplate } = context;
  const domain = drawDomain(params.control, seed, id);
  const turn = userTurnOf(params.preQuery, chatTemplate());
  const drawn = await ask({
    prompt: [{ role: 'user', content: turn.first(systemOf(domain, context)) }],
    sent: turn.sent,
    // Whether it is an instruction is the next stage's matter: it has a threshold for everything.
    parse: (_text, { text, finish }) => ({ drawn: text, finish }),
    asItCame: true,
    attempts: 1,
  });
  return {
    ...drawn,
    ...sampling(),
    domain: domain?.name ?? null,
    language: domain?.language ?? null,
  };
});
