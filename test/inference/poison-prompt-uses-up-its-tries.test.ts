import { expect, test } from 'vitest';
import { RequestFailed } from '../../activities/inference/index.ts';
import { asking, rejection } from './asking.ts';
import { scriptedEndpoint, type Script } from './scripted-endpoint.ts';

const poisoned: Script = ({ prompt }, reply) => {
  if (prompt === 'poison') reply.error(500, { message: 'tokenizer crashed' });
  else reply.text();
};

test('a prompt that fails while others are answered is given up after its tries; the others are not hurt', async () => {
  const server = await scriptedEndpoint(poisoned);
  const { ask } = asking({ urls: [server.baseUrl], maxTries: 3 });
  const others = async () => {
    for (let row = 0; row < 60; row++) await ask(`row ${row}`);
    return 'all answered';
  };
  const [error, rest] = await Promise.all([rejection(ask('poison')), others()]);
  expect(rest).toBe('all answered');
  expect(error).toBeInstanceOf(RequestFailed);
  expect(error).toMatchObject({ endpoint: 'main', url: server.baseUrl, status: 500, tries: 3 });
  expect(String(error)).toContain('tokenizer crashed');
});

test('the last row of a build is poison: trials show that the endpoint works, so it is given up too', async () => {
  const server = await scriptedEndpoint(poisoned);
  const { ask } = asking({ urls: [server.baseUrl], maxTries: 2 });
  const error = await rejection(ask('poison'));
  expect(error).toBeInstanceOf(RequestFailed);
  expect(server.seen.filter(({ prompt }) => prompt === 'poison').length).toBeLessThanOrEqual(6);
});
