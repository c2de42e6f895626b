import { expect, test } from 'vitest';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { rejectsOf } from '../../tables/stored-table.ts';
import { askedTwice, logOf, lmsysSynth, played, shipped, unreconciled } from './sample-build.ts';

const said = (content: string, at: number, more: object = {}) => ({
  conversation_id: `c-${at}`,
  conversation: [
    { role: 'user', content: 'How do tides work?' + ' '.repeat(at) },
    { role: 'assistant', content },
  ],
  ...more,
});
const silent = [
  said('The moon pulls the water.', 0),
  said('I will hurt you for asking.', 1),
  said('I will hurt you for asking.', 2, { openai_moderation: [{ flagged: false }, { flagged: false }] }),
  said('Gladly.', 3, { toxic: true }),
];

test('conversations that the log says nothing of are moderated, by a service or a chat model; no others', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const config = { ...lmsysSynth, name: 'synth', conversations: await logOf(foundry, silent) };
  for (const [api, harm] of [
    ['moderations', 'violence'],
    ['chat', 'S1'],
  ] as const) {
    const roles = { ...lmsysSynth.roles, moderator: { ...played, api } };
    const dataset = await foundry.build({ ...config, roles });
    expect(unreconciled(dataset)).toEqual([]);
    const [logged, moderated] = await Promise.all(
      ['drop-toxic', 'moderate-conversation'].map((stage) =>
        rejectsOf(foundry.store, tableOf(dataset, stage)),
      ),
    );
    expect(logged?.map(({ detail }) => detail)).toEqual(['toxic']);
    expect(moderated?.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['toxic', `${harm} (message 1)`],
    ]);
  }
  expect(askedTwice(foundry)).toBe(0);

  // Where the log speaks of all its conversations, the moderator is asked nothing.
  foundry.standin.resetStats();
  const roles = { ...lmsysSynth.roles, moderator: played };
  const conversations = await logOf(foundry, shipped.slice(0, 5), 'shipped.jsonl');
  await foundry.build({ ...config, conversations, roles });
  expect(foundry.standin.stats().apis['moderations']).toBeUndefined();
});
