import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { expect, it } from 'vitest';
import { resolvePaths } from '../../config/paths.ts';
import { loadConfig } from '../../config/load-config.ts';
import { configFile, generateConfig, ownFolder } from './config-file.ts';

it('resolves relative paths against the folder of the config file', async () => {
  const path = configFile(
    generateConfig('store: out\nprompts: mine\ntokenizer: { kind: huggingface, file: tok.json }')
      .replace('[data.jsonl]', '[a/b.jsonl, ../c.csv, /abs/d.csv, s3://bucket/e/*.jsonl, ~/f.jsonl]')
      .replace('{ column: text }', '{ file: ask.md }'),
  );
  const folder = dirname(path);
  expect(await loadConfig(path, { env: {} })).toMatchObject({
    store: { uri: join(folder, 'out') },
    prompts: join(folder, 'mine'),
    tokenizer: { file: join(folder, 'tok.json') },
    prompt: { file: join(folder, 'ask.md') },
    table: {
      files: [
        join(folder, 'a/b.jsonl'),
        join(folder, '../c.csv'),
        '/abs/d.csv',
        's3://bucket/e/*.jsonl',
        join(homedir(), 'f.jsonl'),
      ],
    },
  });
});

it('resolves the files of inputs wherever they stand, and nothing that only bears their name', () => {
  const value = {
    languages: { tel_Telu: { files: ['tel/*.txt'] } },
    queries: [{ files: ['q.jsonl', 's3://bucket/q.jsonl'], where: { files: ['kept'] } }],
    roles: { judge: { extraBody: { files: ['kept'] } } },
  };
  expect(resolvePaths(value, '/folder')).toEqual({
    languages: { tel_Telu: { files: ['/folder/tel/*.txt'] } },
    queries: [{ files: ['/folder/q.jsonl', 's3://bucket/q.jsonl'], where: { files: ['kept'] } }],
    roles: { judge: { extraBody: { files: ['kept'] } } },
  });
});

it('puts the store into the working directory when the config names none', async () => {
  const { store } = await loadConfig(configFile(generateConfig()), { env: {} });
  expect(store.uri).toBe(resolve('tunesmith-store'));
});

it('finds the files of a glob in a folder whose name has brackets', async () => {
  const folder = join(ownFolder(), 'data [v1] {x}');
  mkdirSync(folder);
  writeFileSync(join(folder, 'one.jsonl'), '');
  writeFileSync(join(folder, 'c.yaml'), generateConfig().replace('data.jsonl', '"*.jsonl"'));
  const config = await loadConfig(join(folder, 'c.yaml'), { env: {} });
  const files: unknown = Reflect.get(Object(Reflect.get(config, 'table')), 'files');
  expect(await glob(String(files), { absolute: true })).toEqual([join(folder, 'one.jsonl')]);
});
