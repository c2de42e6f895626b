import { expect, test } from 'vitest';
import { EndpointRefused, RequestRefused } from '../../activities/inference/index.ts';
import { asking, question, rejection } from './asking.ts';
import { scriptedEndpoint, type Script } from './scripted-endpoint.ts';

/** @param requests a trial besides the row itself, where only that tells whether all others would be refused as well */
async function refusal(script: Script, requests = 1): Promise<unknown> {
  const server = await scriptedEndpoint(script);
  const error = await rejection(asking({ urls: [server.baseUrl] }).ask('row'));
  expect(server.seen).toHaveLength(requests);
  return error;
}

test.each([
  [400, { message: 'This is too much', code: 'context_length_exceeded' }, 'context_length_exceeded'],
  [400, { message: "This model's maximum context length is 4096 tokens" }, 'context_length_exceeded'],
  [400, { message: 'Filtered', code: 'content_filter' }, 'content_filter'],
  [400, { message: 'Bad', type: 'BadRequestError', code: 400 }, 'BadRequestError'],
  [413, { message: 'Payload' }, 'too_large'],
  [422, { message: 'Unprocessable' }, 'bad_request'],
])('HTTP %i %j concerns the row only', async (status, body, kind) => {
  const error = await refusal((_, reply) => reply.error(status, body));
  expect(error).toBeInstanceOf(RequestRefused);
  expect(error).toMatchObject({ status, kind, endpoint: 'main' });
  expect(String(error)).toContain(body.message);
});

test.each([
  ['older vLLM', '{"object":"error","message":"bad prompt","code":400}'],
  ['FastAPI', '{"detail":"bad prompt"}'],
  ['TGI', '{"error":"bad prompt","error_type":"validation"}'],
  ['plain text', 'bad prompt'],
])('the message of %s is kept', async (_, body) => {
  const error = await refusal((_seen, { raw }) => {
    raw.writeHead(400, { 'content-type': 'application/json' }).end(body);
  });
  expect(error).toBeInstanceOf(RequestRefused);
  expect(String(error)).toMatch(/: bad prompt$/);
});

test.each([
  [401, { message: 'who are you' }, 'apiKeyEnv', 1],
  [403, { message: 'not for you' }, 'apiKeyEnv', 2],
  [404, { message: 'The model `m` does not exist', code: 'model_not_found' }, 'model "m"', 1],
  [404, { message: 'Not Found' }, '/v1', 2],
  [402, { message: 'Pay' }, 'credit', 1],
  [429, { message: 'You exceeded your quota', code: 'insufficient_quota' }, 'credit', 1],
  [400, { message: "Unknown parameter: 'top_k'", code: 'unknown_parameter' }, 'extraBody', 2],
])('HTTP %i %j concerns the endpoint, and says what to do', async (status, body, hint, requests) => {
  const error = await refusal((_, reply) => reply.error(status, body), requests);
  expect(error).toBeInstanceOf(EndpointRefused);
  expect(error).toMatchObject({ status, endpoint: 'main', model: 'm' });
  expect(String(error)).toContain(body.message);
  expect(String(error)).toContain(hint);
});

test('what waits for a refused model is refused with it; another model goes on', async () => {
  const server = await scriptedEndpoint(({ body }, reply) => {
    if (body['model'] === 'm') reply.error(404, { message: 'no such model', code: 'model_not_found' });
    else reply.text();
  });
  const { ask } = asking({ urls: [server.baseUrl], concurrency: { initial: 1, max: 1 } });
  const refused = Array.from({ length: 20 }, (_, row) => rejection(ask(`row ${row}`)));
  const other = ask(question('other', { model: 'other' }));
  for (const error of await Promise.all(refused)) expect(error).toBeInstanceOf(EndpointRefused);
  expect((await other).text).toBe('answer to other');
  expect(server.seen.filter(({ body }) => body['model'] === 'm').length).toBeLessThan(3);
});
