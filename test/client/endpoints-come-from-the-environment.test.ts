import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../../config/config-file.ts';
import { endpointSource } from '../../config/endpoint-rule.ts';
import { loadConfig } from '../../config/load-config.ts';
import { complaints, configFile, generateConfig } from './config-file.ts';

const bare = (role = 'model: {}') => generateConfig('', role).replace(/^endpoints:.*\n/m, '');
const standIn = 'http://127.0.0.1:5000/v1';

describe('a config without endpoints.default', () => {
  it('uses OPENAI_BASE_URL, OPENAI_MODEL and names the variable of the key', async () => {
    const env = { OPENAI_BASE_URL: 'http://gpu:8000/v1/', OPENAI_API_KEY: 'k', OPENAI_MODEL: 'm' };
    expect(await loadConfig(configFile(bare()), { env })).toMatchObject({
      endpoints: { default: { urls: ['http://gpu:8000/v1'], apiKeyEnv: 'OPENAI_API_KEY' } },
      roles: { model: { endpoint: 'default', model: 'm' } },
    });
  });

  it('goes to OpenAI when there is only a key', async () => {
    const { endpoints } = await loadConfig(configFile(bare('model: { model: m }')), {
      env: { OPENAI_API_KEY: 'k' },
    });
    expect(endpoints['default']?.urls).toEqual(['https://api.openai.com/v1']);
  });

  it('uses the stand-in and its model when there is nothing', async () => {
    expect(await loadConfig(configFile(bare()), { env: {}, standIn })).toMatchObject({
      endpoints: { default: { urls: [standIn] } },
      roles: { model: { endpoint: 'default', model: 'stand-in' } },
    });
  });

  it('says what to set when there is no stand-in either', async () => {
    expect(await complaints(bare())).toEqual([
      'c.yaml: endpoints.default: is missing; set OPENAI_BASE_URL (and OPENAI_API_KEY), or name an endpoint: {urls: [http://host:8000/v1]}',
    ]);
  });

  it('never lets rules answer for a model that was named', async () => {
    const lines = await complaints(bare('model: { model: gpt-9 }'), { env: {}, standIn });
    expect(lines).toEqual([
      expect.stringMatching(
        /^c\.yaml:5: roles\.model\.model: no endpoint serves "gpt-9"; set OPENAI_BASE_URL/,
      ),
    ]);
  });

  it('blames the variable for a URL that is none', async () => {
    const env = { OPENAI_BASE_URL: 'localhost:8000', OPENAI_MODEL: 'm' };
    expect(await complaints(bare(), { env })).toEqual([
      'c.yaml: OPENAI_BASE_URL: must be a base URL such as http://127.0.0.1:8000/v1; met "localhost:8000"',
    ]);
  });
});

it("leaves the config's own endpoints alone", async () => {
  const env = { OPENAI_BASE_URL: 'http://elsewhere/v1', OPENAI_MODEL: 'other' };
  const path = configFile(generateConfig());
  expect(await loadConfig(path, { env })).toMatchObject({
    endpoints: { default: { urls: ['http://127.0.0.1:8000/v1'] } },
    roles: { model: { model: 'm' } },
  });
  expect(endpointSource(await readConfigFile(path), env)).toBe('config');
});

it('adds no default endpoint that no role would use', async () => {
  const config = generateConfig('', 'model: { model: m, endpoint: gpus }').replace('default:', 'gpus:');
  const { endpoints } = await loadConfig(configFile(config), { env: {}, standIn });
  expect(Object.keys(endpoints)).toEqual(['gpus']);
});
