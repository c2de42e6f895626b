import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load-config.ts';
import { endpointSource } from '../../config/endpoint-rule.ts';
import { readConfigFile } from '../../config/config-file.ts';
import { configFile } from './config-file.ts';

const config = (roles: string) => `recipe: magpie
name: drawn
instructions: 5
preQuery: { from: { family: qwen2 } }
endpoints:
  gpus: { urls: ['http://gpu:8000/v1'] }
  other: { urls: ['http://other:8000/v1'] }
roles:
  instructor: { endpoint: gpus, model: aligned, revision: r1 }
${roles}`;

test.each([
  ['left out', ''],
  ['left empty', '  responder:'],
  ['without a model', '  responder: { sampling: { temperature: 0.3 } }'],
])('a role that is %s is played by the model of the other, at its endpoint', async (_, roles) => {
  const path = configFile(config(roles));
  expect(await loadConfig(path, { env: { OPENAI_MODEL: 'elsewhere' } })).toMatchObject({
    roles: { responder: { endpoint: 'gpus', model: 'aligned', revision: 'r1', api: 'chat' } },
  });
  // No stand-in is started for a role that never asks it.
  expect(endpointSource(await readConfigFile(path), {})).toBe('unused');
});

test('another model at the same endpoint, or another endpoint, is the config’s own', async () => {
  expect(await loadConfig(configFile(config('  responder: { model: larger }')), { env: {} })).toMatchObject({
    roles: { responder: { endpoint: 'gpus', model: 'larger' } },
  });
  const elsewhere = configFile(config('  responder: { endpoint: other, model: larger }'));
  const loaded = await loadConfig(elsewhere, { env: {} });
  expect(loaded).toHaveProperty('roles.responder.endpoint', 'other');
  expect(loaded).not.toHaveProperty('roles.responder.revision');
  await expect(
    loadConfig(configFile(config('  responder: { endpoint: other }')), { env: {} }),
  ).rejects.toThrow('roles.responder.model: is missing');
});
