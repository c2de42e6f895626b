import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint, type Script } from './scripted-endpoint.ts';

const json = { 'content-type': 'application/json' };
const faults: Record<string, Script> = {
  'a connection that closes without an answer': (_, { raw }) => void raw.destroy(),
  'a connection that breaks in the middle of the answer': (_, { raw }) => {
    raw.writeHead(200, { ...json, 'content-length': '500' }).write('{"choices":[{"mess');
    setImmediate(() => raw.destroy());
  },
  'broken JSON': (_, { raw }) => void raw.writeHead(200, json).end('{"choices":['),
  'an empty body': (_, { raw }) => void raw.writeHead(200, json).end(),
  'a page of HTML': (_, { raw }) =>
    void raw.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Login</h1>'),
  'no choices': (_, reply) => reply.text('', { choices: [] }),
  'an error with status 200': (_, { raw }) =>
    void raw.writeHead(200, json).end('{"error":{"message":"upstream"}}'),
};
for (const status of [408, 409, 500, 502, 503, 504, 529]) {
  faults[`HTTP ${status}`] = (_, reply) => reply.error(status, { message: 'passing' });
}

test.each(Object.entries(faults))('%s', async (_, fault) => {
  let failures = 2;
  const server = await scriptedEndpoint((seen, reply) =>
    failures-- > 0 ? fault(seen, reply) : reply.text('fine'),
  );
  const { ask, state } = asking({ urls: [server.baseUrl] });
  expect((await ask('row')).text).toBe('fine');
  expect(state().lastFault).toContain(server.baseUrl);
});

test('5% of 500 and 503: every row is answered, and the limit does not collapse', async () => {
  let count = 0;
  const server = await scriptedEndpoint((_, reply) => {
    if (++count % 20 === 0) reply.error(count % 40 === 0 ? 500 : 503, { message: 'stray' });
    else setTimeout(() => reply.text(), 5);
  });
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 32 } });
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, row) => ask(`row ${row}`)));
  expect(answers.map(({ text }) => text)).toEqual(
    Array.from({ length: 1000 }, (_, row) => `answer to row ${row}`),
  );
  expect(state().limit).toBeGreaterThanOrEqual(32);
});
