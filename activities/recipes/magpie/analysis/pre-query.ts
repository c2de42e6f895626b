import { familyOf } from '../../../../schemas/recipes/magpie/families.ts';
import type { MagpieConfig } from '../../../../schemas/recipes/magpie/recipe.ts';
import { samplingMixes } from '../../../../schemas/recipes/magpie/sampling-mixes.ts';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { openChatTemplate } from '../../../chat-templates/open-chat-template.ts';
import type { ChatTemplate } from '../../../chat-templates/chat-template.ts';
import { userTurnOf } from '../pre-query/user-turn.ts';

/** Section 2.1, step 1: the text that the instructions were drawn after. */
export async function preQuerySection(config: MagpieConfig): Promise<Section> {
  const { preQuery, roles, mix } = config;
  const { chatTemplate } = roles.instructor;
  const template = chatTemplate === undefined ? undefined : await openChatTemplate(chatTemplate);
  const turn = userTurnOf(preQuery, template);
  const who =
    preQuery.beginOfText === 'server' && turn.begin !== ''
      ? [`The server puts ${JSON.stringify(turn.begin)} before it.`]
      : [];
  return {
    title: 'What the model went on from',
    paragraphs: [
      [sourceOf(preQuery.from, template), ...who].join(' '),
      ...(mix === undefined ? [] : [`Samplings: ${mix} (${samplingMixes[mix].source}).`]),
    ],
    tables: [
      {
        columns: ['What', 'Text'],
        rows: [
          ['Before an instruction', JSON.stringify(turn.first())],
          ['Where one ends', turn.sent.stops.map((stop) => JSON.stringify(stop)).join(' ')],
        ],
      },
    ],
  };
}

function sourceOf(from: MagpieConfig['preQuery']['from'], template: ChatTemplate | undefined): string {
  if (from === 'template') {
    const own = template?.defaultSystem;
    return (
      `The model's own chat template up to where the user's text begins (${template?.file ?? ''}).` +
      (own === undefined || own === '' ? '' : ` It adds a system prompt of its own: ${JSON.stringify(own)}.`)
    );
  }
  if ('family' in from)
    return `The text that published data of the family ${from.family} was drawn with (${familyOf(from.family).source}).`;
  return 'A text that the config gives.';
}
