import { expect, test } from 'vitest';
import { post, say } from './posting.ts';
import { standinForTest, until } from './starting.ts';

test('an answer delivered a second time counts as repeated, one that was never delivered does not', async () => {
  const standin = await standinForTest();
  for (const prompt of ['one', 'two', 'one', 'one']) await say(standin.url, prompt);
  await until(() => standin.stats().answered === 4);
  expect(standin.stats()).toMatchObject({ requests: 4, distinct: 2, repeated: 2 });

  standin.setFaults({ errorRate: 1 });
  const request = { model: 'stand-in', messages: [{ role: 'user', content: 'three' }] };
  expect((await post(standin.url, '/v1/chat/completions', request)).status).toBeGreaterThanOrEqual(500);
  standin.setFaults({ errorRate: 0 });
  await say(standin.url, 'three');
  await until(() => standin.stats().answered === 5);
  expect(standin.stats()).toMatchObject({ requests: 6, answered: 5, distinct: 3, repeated: 2 });
});

test('/stats gives the counts over HTTP and /stats/reset starts them anew', async () => {
  const standin = await standinForTest();
  const said = await say(standin.url, 'Say a few words.');
  await until(() => standin.stats().answered === 1);
  const stats: unknown = await (await fetch(`${standin.url}/stats`)).json();
  expect(stats).toMatchObject({
    answered: 1,
    paths: { '/v1/chat/completions': 1, '/stats': 1 },
    promptTokens: said.promptTokens,
    completionTokens: said.completionTokens,
  });
  await fetch(`${standin.url}/stats/reset`, { method: 'POST' });
  expect(standin.stats()).toMatchObject({ requests: 0, answered: 0, distinct: 0, firstRequestAt: null });
});
