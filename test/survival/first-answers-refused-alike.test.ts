import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { failureOf } from './failure.ts';
import { questions } from './questions.ts';

test('a role whose first answers are all refused alike ends the build with the server’s words; one poor row does not', async () => {
  const foundry = await openFoundry();
  const refused = (prompt: string): boolean => prompt !== 'Hello' && (all || prompt.includes('harbour 7?'));
  let all = true;
  const server = await scriptedEndpoint(({ path, prompt }, reply) => {
    if (path.endsWith('/models')) reply.error(404, { message: 'Not Found' });
    else if (refused(prompt)) reply.error(400, { message: 'This template wants a picture' });
    else reply.text('Ships lie there.');
  });
  const config = {
    ...(await questions(foundry, 40)),
    endpoints: { default: { urls: [server.baseUrl] } },
    rejects: { firstRefused: 12 },
  };
  const failure = await failureOf(foundry.build(config));
  expect(failure).toMatchObject({ type: 'RoleRefused', nonRetryable: true });
  expect(failure.message).toMatch(
    /the first 12 answers of role model were all refused alike\..*This template wants a picture/,
  );

  all = false;
  const dataset = await foundry.build(config);
  expect(dataset.tables.at(-1)).toMatchObject({
    counts: { in: 40, out: 39, rejected: 1 },
    reasons: { 'request refused': 1 },
  });
});
