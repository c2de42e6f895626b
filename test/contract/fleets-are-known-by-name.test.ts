import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { expect, test } from 'vitest';
import { readFleet } from '../../config/fleet-file.ts';
import { loadConfig } from '../../config/load-config.ts';
import { FleetSchema } from '../../schemas/build/fleet.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { PlanSchema } from '../../schemas/build/plan.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { configFile, generateConfig, ownFolder } from '../client/config-file.ts';
import { written } from './written.ts';

test('a config names an endpoint and a store of the fleet, and what they were is in the plan', async () => {
  const folder = ownFolder();
  const fleet = FleetSchema.parse({ stores: { main: folder }, store: 'main' });
  const key = 'a-key-of-the-cluster';
  const foundry = await openFoundry({ apiKey: key }, true, { CLUSTER_KEY: key }, { fleet });
  const { standin, client } = foundry;
  const prices = { 'stand-in': { promptPerMillion: 1000, completionPerMillion: 1000 } };
  Object.assign(fleet.endpoints, {
    cluster: EndpointSchema.parse({ ...urls(standin.baseUrl), apiKeyEnv: 'CLUSTER_KEY', prices }),
    idle: EndpointSchema.parse(urls('http://127.0.0.1:9/v1')),
  });
  const files = await foundry.writeLines('questions.jsonl', [{ q: 'one' }, { q: 'two' }]);
  const role = { endpoint: 'cluster', model: 'stand-in' };
  const build = async (config: Record<string, unknown>) => {
    const args = [config];
    const workflowId = `by-${String(config['name'])}`;
    return DatasetSchema.parse(
      await client.workflow.execute('generate', { taskQueue: 'tunesmith', workflowId, args }),
    );
  };
  const dataset = await build(written('answers', files, { roles: { model: role } }));
  expect(dataset.location).toContain(join(folder, 'datasets', 'answers'));
  expect(dataset.tables.at(-1)?.spending.cost).toBeGreaterThan(0);

  const found = await glob('builds/**/plan.json', { cwd: folder, absolute: true });
  const plans = await Promise.all(found.map((path) => readFile(path, 'utf8')));
  expect(plans).toHaveLength(1);
  const { config } = PlanSchema.parse(JSON.parse(plans[0] ?? ''));
  expect(Object.keys(config.endpoints)).toEqual(['cluster']);
  expect(config.endpoints['cluster']).toMatchObject({ urls: [standin.baseUrl], apiKeyEnv: 'CLUSTER_KEY' });
  expect(plans[0]).not.toContain(key);

  // What the config says itself goes before: without the key, the endpoint refuses.
  const own = { roles: { model: role }, endpoints: { cluster: urls(standin.baseUrl) } };
  await expect(build(written('others', files, own))).rejects.toThrow();
});

function urls(url: string) {
  return { urls: [url] };
}

test('the command sends names, not addresses, and tells what no fleet has', async () => {
  const folder = ownFolder();
  await mkdir(join(folder, 'ca'));
  const path = join(folder, 'fleet.yaml');
  await writeFile(
    path,
    `endpoints:
  cluster: { urls: [http://gpu:8000/v1], caFile: ca/root.pem, apiKeyEnv: CLUSTER_KEY }
stores: { main: s3://bucket/tunesmith, here: made }
store: main
`,
  );
  const fleet = await readFleet(path);
  expect(fleet).toMatchObject({
    endpoints: { cluster: { caFile: join(folder, 'ca/root.pem') } },
    stores: { here: { uri: join(folder, 'made') } },
  });
  const env = { TUNESMITH_FLEET: path };
  const config = generateConfig('', 'model: { endpoint: cluster, model: m }');
  const loaded = await loadConfig(configFile(config), { env });
  expect(loaded).toMatchObject({
    store: { uri: 's3://bucket/tunesmith' },
    roles: { model: { endpoint: 'cluster' } },
  });
  expect(Object.keys(loaded.endpoints)).toEqual(['default']);
  expect(await loadConfig(configFile(`${config}store: here`), { env })).toMatchObject({
    store: { uri: join(folder, 'made') },
  });
  const slip = configFile(config.replace('endpoint: cluster', 'endpoint: clustr'));
  await expect(loadConfig(slip, { env })).rejects.toThrow(
    `"clustr" is not among endpoints or the fleet's (there are default, cluster); did you mean "cluster"?`,
  );
  await expect(loadConfig(configFile(config), { env: {} })).rejects.toThrow(
    '"cluster" is not among endpoints (there are default)',
  );
});

test.each([
  ['store: main', ':1: store: must be one of stores (there are none); met "main"'],
  ['endpoints: { a: { url: x } }', ':1: endpoints.a.url: unknown key; did you mean "urls"?'],
  [`endpoints: { a: { urls: ["http://me:word@gpu/v1"] } }`, 'must not hold a user or password'],
])('a wrong fleet is told as a wrong config: %s', async (text, told) => {
  const error = await readFleet(configFile(text, 'fleet.yaml')).catch(String);
  expect(error).toContain(told);
  expect(error).not.toContain('word@');
});
