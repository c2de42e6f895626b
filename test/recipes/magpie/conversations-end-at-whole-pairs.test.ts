import { expect, test } from 'vitest';
import { openFoundry } from '../../builds/foundry.ts';
import { askedBy, conversationsOf, drawing } from './drawn-build.ts';

test('turns are fixed or drawn, and each answer is paid for once', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const [two, pairs] = await askedBy(foundry, () => foundry.build(drawing(20, { turns: 2 })));
  expect(two).toBe(20 * 4);
  const lengths = async (built: typeof pairs) => (await conversationsOf(built)).map(({ length }) => length);
  expect(new Set(await lengths(pairs))).toEqual(new Set([4]));

  const [third] = await askedBy(foundry, () => foundry.build(drawing(20, { turns: 3 })));
  expect(third, 'only the third turn is new').toBe(20 * 2);

  const [drawn, mixed] = await askedBy(foundry, () =>
    foundry.build(drawing(20, { turns: { min: 1, max: 3 } })),
  );
  expect(drawn, 'all of it was there').toBe(0);
  expect(new Set(await lengths(mixed))).toEqual(new Set([2, 4, 6]));
});

test('a turn that is no user’s ends the conversation at the last whole pair', async () => {
  const foundry = await openFoundry({ mistakes: { answering: 0.3 } });
  const dataset = await foundry.build(drawing(60, { turns: 4 }));
  const conversations = await conversationsOf(dataset);
  expect(new Set(conversations.map(({ length }) => length))).toEqual(new Set([2, 4, 6, 8]));
  for (const messages of conversations)
    expect(messages.map(({ role }) => role)).toEqual(
      messages.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')),
    );
});
