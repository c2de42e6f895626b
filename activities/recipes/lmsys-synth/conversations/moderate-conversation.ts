import { moderateConversation } from '../../../../schemas/recipes/lmsys-synth/conversations.ts';
import { isBlank } from '../../../is-blank.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { harmsOfText } from '../../common/moderation/harms-of-text.ts';
import { flaggedFor, judgedMessages } from './toxicity.ts';

/** One message after the other: what comes after the first that is toxic is not asked. */
export const moderateConversationStage = implement(
  moderateConversation,
  async ({ messages, flags }, context) => {
    const { params } = context;
    if (flaggedFor(messages, flags, params) !== null) return {};
    for (const [at, { content }] of judgedMessages(messages, params).entries()) {
      if (isBlank(content)) continue;
      const { categories, attempts } = params;
      const found = await harmsOfText(context, { text: content, slot: 'text', categories, attempts });
      if (found.length > 0) return reject('toxic', found.map((harm) => `${harm} (message ${at})`).join(', '));
    }
    return {};
  },
);
