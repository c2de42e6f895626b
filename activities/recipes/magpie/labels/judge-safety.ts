import { isService } from '../../../../schemas/inference/role.ts';
import type { Message } from '../../../../schemas/inference/question.ts';
import { judgeSafety } from '../../../../schemas/recipes/magpie/safety.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { harmsOf, moderationOf } from '../../../inference/services/moderation-of.ts';
import { parseSafety } from '../../common/moderation/parse-safety.ts';

export const judgeSafetyStage = implement(judgeSafety, async ({ instruction, response }, context) => {
  const { askLabel, call, roleOf, params } = context;
  const { by, attempts } = params;
  const role = roleOf();
  const asks: Message = { role: 'user', content: instruction };
  const harms = async (text: string, conversation: Message[]): Promise<string[] | null> =>
    role !== undefined && isService(role)
      ? harmsOf(moderationOf(await call({ kind: 'moderate', text })))
      : askLabel({
          ...(by === 'prompt' ? { prompt: 'guard', slots: { text } } : { prompt: conversation }),
          parse: (answer) => parseSafety(answer),
          attempts,
        });
  const [instruction_harms, response_harms] = await Promise.all([
    harms(instruction, [asks]),
    harms(response, [asks, { role: 'assistant', content: response }]),
  ]);
  return { instruction_harms, response_harms };
});
