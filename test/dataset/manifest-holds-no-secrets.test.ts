import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('passwords and keys in addresses stay out of every file', async () => {
  const finished = await finishedBuild({
    endpointUrl: 'https://gpu.example/v1?key=hunter2',
    files: ['s3://user:hunter2@bucket/documents', 'documents/*.jsonl.gz'],
  });
  const { manifest, read } = await publish(finished);
  for (const path of ['manifest.json', 'README.md', 'report.html'])
    expect(await read(path)).not.toContain('hunter2');
  expect(manifest.config).toMatchObject({
    endpoints: { here: { urls: ['https://gpu.example/v1'] } },
    corpus: { files: ['s3://bucket/documents', 'documents/*.jsonl.gz'] },
  });
  expect(manifest.models.map(({ role, endpoint, stages }) => [role, endpoint, stages])).toEqual([
    ['forward', 'here', ['score']],
    ['aligned', 'here', ['rewrite']],
  ]);
});
