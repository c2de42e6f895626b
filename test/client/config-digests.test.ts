import { expect, it } from 'vitest';
import { configDigest } from '../../config/config-digest.ts';
import { loadConfig } from '../../config/load-config.ts';
import { configFile, generateConfig } from './config-file.ts';

const digest = async (text: string) => {
  const { store: _, ...config } = await loadConfig(
    configFile(text.replace('[data.jsonl]', '[/data.jsonl]')),
    { env: {} },
  );
  return configDigest({ ...config, store: { uri: '/store' } });
};

it('is the same for the same build', async () => {
  const first = await digest(generateConfig('seed: 42'));
  expect(await digest(generateConfig())).toBe(first);
  expect(await digest(generateConfig().split('\n').reverse().join('\n'))).toBe(first);
  expect(await digest(generateConfig().replace(':8000', ':9000'))).toBe(first);
});

it('is another for another build', async () => {
  const first = await digest(generateConfig());
  for (const other of [
    generateConfig('seed: 43'),
    generateConfig('', 'model: { model: m2 }'),
    generateConfig('lanes: { window: 2 }'),
    generateConfig().replace('column: text', 'column: body'),
  ])
    expect(await digest(other)).not.toBe(first);
});
