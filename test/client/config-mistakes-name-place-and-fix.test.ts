import { describe, expect, it } from 'vitest';
import { complaints, generateConfig } from './config-file.ts';
import { recipes } from '../../schemas/recipes/index.ts';

const names = recipes.map(({ name }) => name).join(', ');

const mistakes: [what: string, config: string, told: string[]][] = [
  [
    'a misspelt key',
    generateConfig('shardng: { rows: 5 }'),
    ['c.yaml:7: shardng: unknown key; did you mean "sharding"?'],
  ],
  [
    'a key with two letters exchanged',
    generateConfig('output: { lisence: mit }').replace('roles:', 'roels:'),
    [
      'c.yaml: roles: is missing; it must be a set of keys',
      'c.yaml:6: roels: unknown key; did you mean "roles"?',
      'c.yaml:7: output.lisence: unknown key; did you mean "license"?',
    ],
  ],
  [
    'a list that is too short',
    generateConfig('', 'model: { model: m, samplings: [{ temperature: 1 }] }'),
    ['c.yaml:6: roles.model.samplings: must have at least 2 entries, not 1'],
  ],
  [
    'a misspelt key deep down',
    generateConfig('', 'model: { model: m, sampling: { temprature: 1 } }'),
    ['c.yaml:6: roles.model.sampling.temprature: unknown key; did you mean "temperature"?'],
  ],
  [
    'a key in snake case',
    generateConfig('', 'model: { model: m, sampling: { top_p: 0.5 } }'),
    ['c.yaml:6: roles.model.sampling.top_p: unknown key; did you mean "topP"?'],
  ],
  [
    'a key that is like none',
    generateConfig('rejects: { everything: 1 }'),
    ['c.yaml:7: rejects.everything: unknown key; there are maxShare, firstRefused'],
  ],
  [
    'a missing key',
    generateConfig().replace(/^table:.*\n/m, ''),
    ['c.yaml: table: is missing; it must be a set of keys'],
  ],
  [
    'a number for a text',
    generateConfig().replace('demo', '2024'),
    ['c.yaml:2: name: must be a text, not 2024; put it in quotes'],
  ],
  [
    'a text for a list',
    generateConfig().replace('[data.jsonl]', 'data.jsonl'),
    ['c.yaml:4: table.files: must be a list, not "data.jsonl"; write [data.jsonl]'],
  ],
  [
    'a value that is not among those allowed',
    generateConfig('output: { formats: [parquett] }'),
    [
      'c.yaml:7: output.formats[0]: must be one of "parquet", "messages", "prompt-completion", "sharegpt", "text", not "parquett"; did you mean "parquet"?',
    ],
  ],
  [
    'an unknown kind of tokenizer',
    generateConfig('tokenizer: { kind: bpe }'),
    ['c.yaml:7: tokenizer.kind: must be one of "tiktoken", "huggingface", not "bpe"'],
  ],
  [
    'a number below its limit',
    generateConfig('sharding: { rows: 0 }'),
    ['c.yaml:7: sharding.rows: must be more than 0, not 0'],
  ],
  [
    'a number above its limit',
    generateConfig('rejects: { maxShare: 3 }'),
    ['c.yaml:7: rejects.maxShare: must be at most 1, not 3'],
  ],
  [
    'an empty list',
    generateConfig().replace('[data.jsonl]', '[]'),
    ['c.yaml:4: table.files: must have at least 1 entry, not an empty list'],
  ],
  [
    'a name that makes no folder',
    generateConfig().replace('demo', 'My Data'),
    ['c.yaml:2: name: use lower-case letters, digits, ".", "_" and "-" (at most 80); met "My Data"'],
  ],
  [
    'none of the ways to give a prompt',
    generateConfig().replace('{ column: text }', '{}'),
    ['c.yaml:5: prompt: name one of column, messages, template or file; met a set of keys'],
  ],
  [
    'an unknown key of a store',
    generateConfig('store: { uri: s3://bucket/x, endpoint: http://h }'),
    ['c.yaml:7: store.endpoint: unknown key; did you mean "endpointUrl"?'],
  ],
  [
    'a role at an endpoint that is not there',
    generateConfig('', 'model: { model: m, endpoint: defalt }'),
    [
      'c.yaml:6: roles.model.endpoint: "defalt" is not among endpoints (there are default); did you mean "default"?',
    ],
  ],
  [
    'two mistakes, in the order of the file',
    generateConfig('seed: -1').replace('demo', '7'),
    ['c.yaml:2: name: must be a text, not 7; put it in quotes', 'c.yaml:7: seed: must be at least 0, not -1'],
  ],
  ['no recipe', 'name: demo\n', [`c.yaml: recipe: is missing; name one of ${names}`]],
  [
    'an unknown recipe',
    'name: demo\nrecipe: back-and-fort\n',
    [`c.yaml:2: recipe: there is no recipe "back-and-fort", only ${names}; did you mean back-and-forth?`],
  ],
  [
    'a role that the arm needs',
    `recipe: back-and-forth
name: demo
endpoints: { default: { urls: [http://127.0.0.1:8000/v1] } }
corpus: { files: [x.jsonl] }
roles: { backward: { model: m } }
arm: filtering
`,
    ['c.yaml:5: roles.forward: the arm filtering needs this role'],
  ],
];

describe('a mistake in a config is told with its place, the value met and the fix', () => {
  it.each(mistakes)('%s', async (_, config, told) => {
    expect(await complaints(config)).toEqual(told);
  });
});
