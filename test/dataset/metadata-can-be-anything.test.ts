import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('odd licences in the metadata are counted as they are', async () => {
  const licences = ['nul \0 in it', { name: 'MIT' }, null, 7, ['a', 'b'], 'x'.repeat(5000)];
  const finished = await finishedBuild({
    rows: licences.length,
    row: (index) => ({ source: `source ${index}`, metadata: { license: licences[index] ?? null } }),
  });
  const { manifest } = await publish(finished);
  expect(manifest.analysis.sources?.largest.map(({ license }) => license)).toEqual([
    'nul \0 in it',
    '{"name":"MIT"}',
    null,
    '7',
    '["a","b"]',
    'x'.repeat(200),
  ]);
});

test('metadata that DuckDB does not take for JSON name no licence, and come through', async () => {
  const finished = await finishedBuild({
    rows: 2,
    row: () => ({ source: 's', metadata: { license: 'MIT', half: '\ud800' } }),
  });
  const { manifest } = await publish(finished);
  expect(manifest.analysis.sources?.largest).toEqual([{ source: 's', license: null, rows: 2 }]);
});
