import { expect, test } from 'vitest';
import { chatSchema, forEachOf, post, say } from './posting.ts';
import { documentNumber, recipePrompt } from './recipe-prompts.ts';
import { standinForTest } from './starting.ts';

test('the same request gets the same bytes, from another instance too', async () => {
  const [one, other] = [await standinForTest(), await standinForTest()];
  await forEachOf(60, async (number) => {
    const content = recipePrompt('backtranslate', { response: documentNumber(number) });
    const body = {
      model: 'stand-in',
      messages: [{ role: 'user', content }],
      temperature: 1,
      top_p: 0.9,
      seed: number,
    };
    const first = await (await post(one.url, '/v1/chat/completions', body)).text();
    expect(await (await post(one.url, '/v1/chat/completions', body)).text()).toBe(first);
    expect(await (await post(other.url, '/v1/chat/completions', body)).text()).toBe(first);
  });
});

test.each([{ seed: 2 }, { temperature: 0.2 }, { top_p: 0.5 }, { top_k: 7 }])(
  'the answer depends on %j',
  async (sampling) => {
    const { url } = await standinForTest({ mistakes: 0 });
    const prompt = 'Tell me about the tides of the North Sea and how a tide table is made.';
    const plain = { seed: 1, temperature: 1, top_p: 0.9 };
    expect((await say(url, prompt, { ...plain, ...sampling })).text).not.toBe(
      (await say(url, prompt, plain)).text,
    );
  },
);

test('the order in which a client writes the fields does not matter', async () => {
  const { url } = await standinForTest();
  const messages = [{ role: 'user', content: 'Tell me about tides.' }];
  const one = await post(url, '/v1/chat/completions', { model: 'stand-in', messages, seed: 4, top_p: 0.9 });
  const other = await post(url, '/v1/chat/completions', { top_p: 0.9, seed: 4, messages, model: 'stand-in' });
  expect(await other.text()).toBe(await one.text());
});

test('n answers to one request differ, and the first is the one that n = 1 gets', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const content = 'Tell me about tides and about harbours.';
  const response = await post(url, '/v1/chat/completions', {
    model: 'stand-in',
    messages: [{ role: 'user', content }],
    n: 3,
  });
  const texts = chatSchema.parse(await response.json()).choices.map(({ message }) => message.content);
  expect(new Set(texts).size).toBe(3);
  expect((await say(url, content)).text).toBe(texts[0]);
});
