import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('what an older plan may hold of passwords and keys stays out of every file', async () => {
  const finished = await finishedBuild({
    extraBody: { top_k: 5, api_key: 'hunter2' },
    files: [
      's3://user:hunter2@bucket/documents',
      'https://u:a@hunter2@h/x?sig=hunter2',
      'documents/*.jsonl.gz',
    ],
  });
  const { manifest, read } = await publish(finished);
  for (const path of ['manifest.json', 'README.md', 'report.html'])
    expect(await read(path)).not.toContain('hunter2');
  expect(manifest.config).toMatchObject({
    roles: { forward: { extraBody: { top_k: 5, api_key: '(not shown)' } } },
    corpus: { files: ['s3://bucket/documents', 'https://h/x', 'documents/*.jsonl.gz'] },
  });
  expect(manifest.models.map(({ role, endpoint, stages }) => [role, endpoint, stages])).toEqual([
    ['forward', 'here', ['score']],
    ['aligned', 'here', ['rewrite']],
  ]);
});
