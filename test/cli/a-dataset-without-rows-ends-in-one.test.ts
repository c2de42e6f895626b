import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { startTunesmith } from './command-line.ts';

const ErrorSchema = z.object({ error: z.object({ kind: z.string(), message: z.string() }) });

test('run and status tell of a build without rows the same, with what the server said, and run ends with 1', async () => {
  const folder = temporaryFolder();
  const { baseUrl } = await scriptedEndpoint(({ method }, reply) => {
    if (method !== 'GET') return void reply.error(400, { message: 'The prompt was blocked by rule 7.' });
    reply.raw
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ object: 'list', data: [{ id: 'm' }] }));
  });
  const rows = Array.from({ length: 5 }, (_, row) => `${JSON.stringify({ row })}\n`);
  await writeFile(join(folder, 'rows.jsonl'), rows.join(''));
  await writeFile(
    join(folder, 'c.yaml'),
    `recipe: generate\nname: none\ntable: { files: [rows.jsonl] }\nprompt: { template: 'What of {{row}}?' }\n` +
      `endpoints: { default: { urls: ['${baseUrl}'] } }\nroles: { model: { model: m } }\n`,
  );
  const env = { TUNESMITH_HOME: join(folder, 'home') };
  const run = await startTunesmith(['run', 'c.yaml', '--json'], folder, env).ended;
  expect(run.code).toBe(1);
  const { kind, message } = ErrorSchema.parse(JSON.parse(run.stdout)).error;
  expect(kind).toBe('BuildFailed');
  expect(message).toContain('none would have no rows, so nothing is published.\n');
  expect(message).toContain('Answer: request refused (5 of 5 rows)');
  expect(message).toContain('The prompt was blocked by rule 7');
  expect(run.stderr).toContain(`error: ${message}`);

  const rejects = await startTunesmith(['inspect', 'none', '--build', '--rejects', '--json'], folder, env)
    .ended;
  expect(message).toContain('`tunesmith inspect none --build --rejects`');
  expect(rejects.code).toBe(0);
  expect(rejects.stdout).toContain('The prompt was blocked by rule 7');

  const status = await startTunesmith(['status', 'none'], folder, env).ended;
  expect(status.stdout).toContain('none: failed');
  expect(status.stdout).toContain(message);
  const told = await startTunesmith(['status', 'none', '--json'], folder, env).ended;
  expect(JSON.parse(told.stdout)).toMatchObject({
    state: 'failed',
    error: { kind: 'DatasetEmpty', message },
  });
});
