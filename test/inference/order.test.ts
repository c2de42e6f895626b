import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

test('lower orders go first, first come first served within one, and a retried request before all', async () => {
  let failures = 1;
  const server = await scriptedEndpoint(({ prompt }, reply) => {
    if (prompt === 'fails once' && failures-- > 0) reply.error(500, { message: 'boom' });
    else reply.text();
  });
  const { ask } = asking({ urls: [server.baseUrl], concurrency: { initial: 1, max: 1 } });
  await Promise.all([
    ask('fails once', { order: 9 }),
    ask('late', { order: 2 }),
    ask('early a', { order: 1 }),
    ask('early b', { order: 1 }),
    ask('first', { order: 0 }),
  ]);
  const sent = server.seen.map(({ prompt }) => prompt);
  expect(sent).toEqual(['fails once', 'fails once', 'first', 'early a', 'early b', 'late']);
});
