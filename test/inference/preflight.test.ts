import { describe, expect, test } from 'vitest';
import { preflight } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { scriptedEndpoint, type Script } from './scripted-endpoint.ts';

const judge = { role: 'judge', model: 'llama-70b', api: 'chat' as const };

/** A server with a list of models that answers no other. */
const serving =
  (...models: string[]): Script =>
  ({ path, body }, reply) => {
    if (path.endsWith('/v1/models')) reply.raw.end(JSON.stringify({ data: models.map((id) => ({ id })) }));
    else if (models.includes(String(body['model']))) reply.text();
    else
      reply.error(404, {
        message: `The model \`${String(body['model'])}\` does not exist`,
        code: 'model_not_found',
      });
  };

async function findings(
  urls: string[],
  { apiKeyEnv, env = {} }: { apiKeyEnv?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const endpoint = EndpointSchema.parse(apiKeyEnv === undefined ? { urls } : { urls, apiKeyEnv });
  return preflight('gpus', endpoint, [judge], env);
}

describe('nothing is wrong', () => {
  test('where the list has the model: no question is asked', async () => {
    const server = await scriptedEndpoint(withJson(serving('llama-70b')));
    expect(await findings([server.baseUrl])).toEqual([]);
    expect(server.seen.map(({ path }) => path)).toEqual(['/v1/models']);
  });

  test('where there is no list, but the model answers one token', async () => {
    const server = await scriptedEndpoint(({ path }, reply) =>
      path.endsWith('/models') ? reply.error(405, { message: 'no' }) : reply.text(),
    );
    expect(await findings([server.baseUrl])).toEqual([]);
    expect(server.seen[1]?.body).toMatchObject({ model: 'llama-70b', max_tokens: 1 });
  });

  test('where the server takes a name that it does not list', async () => {
    const lenient: Script = (seen, reply) =>
      seen.path.endsWith('/models') ? serving('default')(seen, reply) : reply.text();
    const server = await scriptedEndpoint(withJson(lenient));
    expect(await findings([server.baseUrl])).toEqual([]);
  });
});

describe('each finding names what is wrong and how to mend it', () => {
  test('nothing listens', async () => {
    const server = await scriptedEndpoint(withJson(serving('llama-70b')));
    const dead = await scriptedEndpoint();
    await dead.stop();
    const [finding, ...more] = await findings([server.baseUrl, dead.baseUrl]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ endpoint: 'gpus', url: dead.baseUrl });
    expect(finding?.problem).toContain('nothing listens');
    expect(finding?.fix).toContain('endpoints.gpus.urls');
  });

  test('the key is not set: nothing is sent', async () => {
    const server = await scriptedEndpoint();
    const [finding] = await findings([server.baseUrl], { apiKeyEnv: 'GPU_KEY' });
    expect(finding?.problem).toContain('GPU_KEY is not set');
    expect(server.seen).toEqual([]);
  });

  test('a key that two roles use is refused: both are named', async () => {
    // The list is for everybody.
    const server = await scriptedEndpoint(({ path }, reply) => {
      if (path.endsWith('/models')) reply.raw.end('{"data":[]}');
      else reply.error(401, { message: 'Unauthorized' });
    });
    const asker = { role: 'asker', model: 'qwen-7b', api: 'chat' as const };
    const endpoint = EndpointSchema.parse({ urls: [server.baseUrl], apiKeyEnv: 'GPU_KEY' });
    const found = await preflight('gpus', endpoint, [asker, judge], { GPU_KEY: 'sk-1' });
    expect(found).toMatchObject([{ roles: ['asker', 'judge'], problem: expect.stringContaining('401') }]);
  });

  test('the key is refused', async () => {
    const server = await scriptedEndpoint((_, reply) => reply.error(401, { message: 'Unauthorized' }));
    const [finding] = await findings([server.baseUrl], { apiKeyEnv: 'GPU_KEY', env: { GPU_KEY: 'sk-1' } });
    expect(finding?.problem).toContain('GPU_KEY');
    const [keyless] = await findings([server.baseUrl]);
    expect(keyless?.fix).toContain('apiKeyEnv');
  });

  test('the model is not there: the names that are, the closest first', async () => {
    const server = await scriptedEndpoint(withJson(serving('mistral-7b', 'llama-7b', 'gpt')));
    const [finding] = await findings([server.baseUrl]);
    expect(finding?.problem).toContain('"llama-70b" of role judge');
    expect(finding?.problem).toContain('"llama-7b", "mistral-7b", "gpt"');
    expect(finding?.fix).toContain('roles.judge.model');
  });

  test('the /v1 is missing from the URL', async () => {
    const server = await scriptedEndpoint(withJson(serving('llama-70b')));
    server.script = withJson((seen, reply) =>
      seen.path.startsWith('/v1')
        ? serving('llama-70b')(seen, reply)
        : reply.error(404, { message: 'Not Found' }),
    );
    const [finding] = await findings([server.baseUrl.replace('/v1', '')]);
    expect(finding?.fix).toContain(server.baseUrl);
  });

  test('the server is not ready yet', async () => {
    const server = await scriptedEndpoint((_, reply) => reply.error(503, { message: 'Loading model' }));
    const [finding] = await findings([server.baseUrl]);
    expect(finding?.problem).toContain('Loading model');
  });
});

function withJson(script: Script): Script {
  return (seen, reply) => {
    reply.raw.setHeader('content-type', 'application/json');
    return script(seen, reply);
  };
}
