import { respond } from '../../../schemas/recipes/magpie/conversation.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { replyTo } from './reply.ts';

export const respondStage = implement(respond, async ({ instruction }, context) => {
  const { askWithReasoning, params } = context;
  const reply = replyTo([{ role: 'user', content: instruction }], context, params);
  const { said: response, reasoning } = await askWithReasoning(reply);
  return { response, reasoning };
});
