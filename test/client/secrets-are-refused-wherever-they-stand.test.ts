import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { openBuild } from '../../activities/engine/build/open-build.ts';
import { loadConfig } from '../../config/load-config.ts';
import { isRoleSet } from '../../schemas/inference/roles.ts';
import { recipeOf, recipes } from '../../schemas/recipes/index.ts';
import { tunesmith } from '../cli/command-line.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';
import { complaints, configFile, generateConfig, ownFolder } from './config-file.ts';

const canary = 'c4n4ryC4n4ryC4n4ryC4n4ry';

/** What a person may paste into any text of a config. */
const pasted: Readonly<Record<string, string>> = {
  'a key': `sk-${canary}`,
  'a token': `hf_${canary}`,
  'a key in a sentence': `Ask with ghp_${canary}, please`,
  'a URL with a password': `https://me:${canary}@host/v1`,
  'a URL with a slash in its password': `https://me:x/${canary}@host/v1`,
  'a URL with a key': `https://host/v1?api_key=${canary}`,
  'a URL with a signature': `https://host/x.jsonl?sv=2024&sig=${canary}%3D`,
  'an address with credentials': `s3://AKIA1:${canary}@bucket/x`,
};

type Path = readonly (string | number)[];

/** The recipe's example with everything that a config may say beside it. */
function fullConfig(recipe: string): Record<string, unknown> {
  const text = readFileSync(join('examples', `${recipe}.yaml`), 'utf8');
  const example: { roles: Record<string, object> } & Record<string, unknown> = parse(text);
  const extraBody = { top_k: 5, stop: ['a'], structured: { kinds: [{ name: 'b' }] } };
  const role = { endpoint: 'default', model: 'm', revision: 'r', extraBody };
  return {
    ...example,
    store: {
      uri: 's3://bucket/x',
      endpointUrl: 'http://minio:9000',
      region: 'eu',
      sse: { algorithm: 'aws:kms', kmsKeyId: 'k' },
    },
    endpoints: { default: { urls: ['http://gpu:8000/v1', 'http://gpu:8001/v1'], apiKeyEnv: 'GPU_KEY' } },
    prompts: 'prompts',
    tokenizer: { kind: 'huggingface', file: 'tokenizer.json' },
    output: { system: 's', license: 'mit', language: ['en'], formats: ['parquet'] },
    roles: Object.fromEntries(
      Object.entries(example.roles).map(([name, given]) => [name, isRoleSet(given) ? { one: role } : role]),
    ),
  };
}

function leaves(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at];
  if (Array.isArray(value)) return value.flatMap((each: unknown, index) => leaves(each, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => leaves(held, [...at, name]));
}

function holders(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, held]) => holders(held, [...at, name]));
  return Array.isArray(value) ? below : [at, ...below];
}

function replaced(value: unknown, at: Path, put: unknown): unknown {
  const [name, ...rest] = at;
  if (name === undefined) return put;
  const copy: unknown = structuredClone(value);
  if (typeof copy !== 'object' || copy === null) throw new Error(`nothing at ${at.join('.')}`);
  Reflect.set(copy, name, replaced(Reflect.get(copy, name), rest, put));
  return copy;
}

describe.each(recipes.map(({ name }) => name))('a config of %s', (recipe) => {
  const config = fullConfig(recipe);

  it('is valid as it is', async () => {
    const path = configFile(JSON.stringify(config), 'c.json');
    expect(await loadConfig(path, { env: {} })).toMatchObject({ recipe });
  });

  it.each(Object.entries(pasted))(
    'takes %s in none of its texts, and does not repeat it',
    async (_, secret) => {
      for (const at of leaves(config)) {
        const lines = await complaints(JSON.stringify(replaced(config, at, secret)), { env: {} }, 'c.json');
        expect(lines.join('\n')).not.toContain(canary);
        expect(lines.join('\n')).toContain('not shown');
      }
    },
  );

  it('takes no key as the name of a field, and does not repeat it', async () => {
    for (const at of holders(config)) {
      const text = JSON.stringify(replaced(config, [...at, `sk-${canary}`], 'x'));
      const lines = await complaints(text, { env: {} }, 'c.json');
      expect(lines.join('\n')).not.toContain(canary);
      expect(lines.join('\n')).toContain('not shown');
    }
  });
});

const password = 'hunter2';
const inBody: [what: string, body: object][] = [
  ['api_key', { api_key: password }],
  ['x-api-key', { 'x-api-key': password }],
  ['apiKey', { apiKey: password }],
  ['key', { key: password }],
  ['authorization', { headers: { Authorization: password } }],
  ['a scheme', { headers: { other: `Bearer ${password}` } }],
  ['token', { user: { token: password } }],
  ['hf_token', { hf_token: password }],
  ['secret', { secret: [password] }],
  ['a secret with parts', { auth: { type: 'basic', parts: [password] } }],
  ['password', { list: [{ password }] }],
  ['a number', { password: 1234567 }],
  ['AWSAccessKeyId', { AWSAccessKeyId: password }],
  ['client_secret', { client_secret: password }],
  ['pairs', { headers: [['x-api-key', password]] }],
  ['a name and a value', { headers: [{ name: 'x-api-key', value: password }] }],
  ['a line', { headers: [`X-Api-Key: ${password}`] }],
  ['JSON as text', { config: JSON.stringify({ api_key: password }) }],
  ['a signed URL', { image: `https://host/a.png?X-Amz-Signature=${password}` }],
];

test.each(inBody)('a secret in extraBody (%s) is refused and not repeated', async (_, body) => {
  const role = `model: { model: m, extraBody: ${JSON.stringify(body)} }`;
  const lines = await complaints(generateConfig('', role));
  expect(lines.join('\n')).toMatch(/^c\.yaml:6: roles\.model\.extraBody\..*\(not shown\).*apiKeyEnv/);
  expect(lines.join('\n')).not.toMatch(/hunter2|1234567/);
});

test.each([
  { max_tokens: 5, min_tokens: 1, stop_token_ids: [1, 2], skip_special_tokens: false, eos_token: '</s>' },
  {
    prompt_cache_key: 'tenant-1',
    safety_identifier: 'someone',
    author: 'me',
    bad_words: ['secret', 'password'],
  },
  {
    structured_outputs: { json: { properties: { password: { type: 'string' }, token: { type: 'string' } } } },
  },
  { filters: { type: 'eq', key: 'region', value: 'us' }, use_auth_token: true, password: null },
  { chat_template: '{{ bos_token }}{% for m in messages %}Key: {{ m.content }} {% endfor %}' },
])('what only sounds like a secret passes: %j', async (extraBody) => {
  const path = configFile(generateConfig('', `model: { model: m, extraBody: ${JSON.stringify(extraBody)} }`));
  expect(await loadConfig(path, { env: {} })).toMatchObject({ roles: { model: { extraBody } } });
});

const addresses: [line: string, told: RegExp][] = [
  [`endpoints: { default: { urls: ['http:/me:${password}@host'] } }`, /urls\[0\]: must not hold/],
  [`endpoints: { default: { urls: ['http:me:${password}@host'] } }`, /urls\[0\]: must not hold/],
  [`endpoints: { default: { urls: ['http//me:${password}@host'] } }`, /urls\[0\]: must not hold/],
  [`endpoints: { default: { urls: ['me:${password}@host:8000/v1'] } }`, /urls\[0\]: must not hold/],
  [
    `endpoints: { default: { urls: ['http://me:${password}%40host'] } }`,
    /urls\[0\]: must be a base URL.*not shown/,
  ],
  [
    `endpoints: { default: { urls: ['http://host/v1?code=${password}'] } }`,
    /urls\[0\]: must not hold a fragment, or a secret/,
  ],
  [
    `endpoints: { default: { urls: ['http://host/v1#${password}'] } }`,
    /urls\[0\]: must not hold a fragment, or a secret/,
  ],
  [`endpoints: { default: { urls: 'http://me:${password}@host/v1' } }`, /urls: must not hold/],
  [
    `endpoints: { default: { urls: ['http://h/v1'], headers: { other: ${password} } } }`,
    /headers\.other: must be the name, in capitals, of an environment variable/,
  ],
  [`endpoints: { default: { urls: ['http://h/v1'], token: ${password} } }`, /token: keys are never written/],
  [`store: 's3:/me:${password}@bucket'`, /store: must not hold credentials/],
  [`store: 'me:${password}@bucket'`, /store: must not hold credentials/],
  [`store: { uri: 's3://b', endpointUrl: 'http:/me:${password}@minio' }`, /endpointUrl: must not hold/],
  [`store: { uri: 's3://b', endpointUrl: 'http://minio?x=${password}' }`, /endpointUrl: must not hold/],
  [
    `store: { uri: 's3://b', secretAccessKey: ${password} }`,
    /secretAccessKey: credentials are never written/,
  ],
  [`table: { files: ['s3:/me:${password}@bucket/x.jsonl'] }`, /files\[0\]: must not hold credentials/],
  [`prompts: 'https://me:${password}@host/prompts'`, /prompts: must not hold credentials/],
];

test.each(addresses)('%s is refused and not repeated', async (line, told) => {
  const [field = ''] = line.split(':', 1);
  const config = generateConfig().replace(new RegExp(`^${field}:.*\n`, 'm'), '');
  const lines = await complaints(`${config}${line}\n`);
  expect(lines.join('\n')).toMatch(told);
  expect(lines.join('\n')).not.toContain(password);
});

test.each([
  'AIzaSyD4n4ryC4n4ryC4n4ry',
  'hf_abcdefghijklmnopqrstuvwxyz',
  'AKIAIOSFODNN7EXAMPLE',
  'a1b2c3d4e5f60718293a4b5c6d7e8f90',
])('a key where the name of its variable belongs (%s) is refused and not repeated', async (key) => {
  const config = generateConfig().replace('/v1] }', `/v1], apiKeyEnv: ${key} }`);
  expect(await complaints(config)).toEqual([
    'c.yaml:3: endpoints.default.apiKeyEnv: looks like the key itself (not shown); name the environment variable that holds it, such as OPENAI_API_KEY',
  ]);
});

test.each(['OPENAI_API_KEY', 'key2', 'MY_TEAM_2_LONG_KEY_FOR_CLUSTER', 'AZURE_OPENAI_KEY_2024'])(
  '%s is the name of a variable',
  async (apiKeyEnv) => {
    const config = generateConfig().replace('/v1] }', `/v1], apiKeyEnv: ${apiKeyEnv} }`);
    const { endpoints } = await loadConfig(configFile(config), { env: {} });
    expect(endpoints['default']).toMatchObject({ apiKeyEnv });
  },
);

test.each([`http://me:${password}@host/v1`, `http://host/v1?api_key=${password}`])(
  'OPENAI_BASE_URL=%s is refused and not repeated',
  async (url) => {
    const config = generateConfig().replace(/^endpoints:.*\n/m, '');
    const lines = await complaints(config, { env: { OPENAI_BASE_URL: url } });
    expect(lines).toEqual([
      expect.stringMatching(/^c\.yaml: OPENAI_BASE_URL: must not hold a (user|fragment, or a secret)/),
    ]);
    expect(lines.join('\n')).not.toContain(password);
  },
);

test('columns and prompts may be about tokens and passwords', async () => {
  const config = generateConfig()
    .replace('[data.jsonl] }', '["s3://b/part-?.jsonl"], where: { token: abc, password: yes } }')
    .replace('{ column: text }', `{ template: 'Explain https://host/v1?token={{token}}; mail me@host.org' }`);
  expect(await loadConfig(configFile(config), { env: {} })).toMatchObject({ name: 'demo' });
});

test.each([
  ['unquoted, with a star', `store: *${password}\n`],
  ['twice as a field', `sk-${canary}: 1\nsk-${canary}: 2\n`],
])('a damaged file does not repeat what may be a secret: %s', async (_, line) => {
  const lines = await complaints(generateConfig(line));
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/hunter2|c4n4ry/);
});

test('the worker refuses them as well, from any client', async () => {
  const config = recipeOf('generate').schema.parse(
    parse(generateConfig('store: s', 'model: { model: m, endpoint: default }')),
  );
  const given = { ...config, roles: { model: { extraBody: { api_key: password } } } };
  const parts = createParts(await openHome({ TUNESMITH_HOME: ownFolder() }), {});
  const error: unknown = await openBuild({ config: given, id: 'x' }, parts).catch(
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toMatch(
    /^ConfigUnusable: roles\.model\.extraBody\.api_key: looks like a secret \(not shown\)/,
  );
  expect(String(error)).not.toContain(password);
});

test('the command repeats them nowhere, with --json or without', async () => {
  const cwd = ownFolder();
  const path = configFile(generateConfig('', `model: { model: m, extraBody: { api_key: ${password} } }`));
  for (const args of [
    ['validate', path],
    ['validate', path, '--json'],
    ['run', path],
  ]) {
    const { code, stdout, stderr } = await tunesmith(args, cwd, { TUNESMITH_DEBUG: '1' });
    expect(code).toBe(2);
    expect(stderr).toContain('roles.model.extraBody.api_key');
    expect(stdout + stderr).not.toContain(password);
  }
});
