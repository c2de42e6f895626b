import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startStandin } from '../../infra/standin/server.ts';
import { openHome } from '../../workers/home.ts';
import { startWorkers } from '../../workers/start.ts';
import { temporalForTest } from '../servers/temporal-for-test.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { until } from '../survival/until.ts';
import { tunesmith } from './command-line.ts';

const Told = z.object({
  ready: z.boolean(),
  findings: z.array(z.object({ about: z.string(), state: z.string(), text: z.string() })),
});

test('doctor tells in one screen what is there and what is missing', async () => {
  const folder = temporaryFolder();
  const [temporal, standin] = await Promise.all([
    temporalForTest({ dbPath: join(folder, 'temporal.db'), headless: true, searchAttributes: {} }),
    startStandin({ models: ['m'] }),
  ]);
  onTestFinished(() => standin.close());
  writeFileSync(
    join(folder, 'good.yaml'),
    `recipe: generate
name: demo
endpoints: { default: { urls: ['${standin.baseUrl}'] } }
table: { files: [data.jsonl] }
prompt: { column: text }
roles: { model: { model: m } }
`,
  );
  writeFileSync(
    join(folder, 'bad.yaml'),
    'recipe: generate\nname: demo\nstore: good.yaml\n' +
      `endpoints: { default: { urls: ['${standin.baseUrl}'] } }\ntable: { files: [d.jsonl] }\n` +
      'prompt: { column: text }\nroles: { model: { model: other } }\n',
  );
  const env = { TEMPORAL_ADDRESS: temporal.address };

  const bad = await tunesmith(['doctor', 'bad.yaml'], folder, env);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toMatch(/✖ workers .*builds \(workflows\) 0/);
  expect(bad.stdout).toMatch(/→ tunesmith worker --kinds builds,rows,sets/);
  expect(bad.stdout).toMatch(/✖ store .*good\.yaml/);
  expect(bad.stdout).toMatch(/✖ endpoint +default/);
  expect(bad.stdout).toMatch(/"other"/);
  expect(bad.stdout).toMatch(/! attributes .*TunesmithRecipe/);
  expect(bad.stdout).toMatch(/3 to mend before a build can run here\.\n$/);
  expect(bad.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
  const wide = bad.stdout.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '));
  expect(wide.filter((line) => !/\S{60,}/.test(line))).toEqual([]);

  const elsewhere = await tunesmith(['doctor', 'good.yaml', '--namespace', 'nowhere'], folder, env);
  expect(elsewhere).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /✖ namespace .*\n +→ temporal operator namespace create --namespace nowhere/,
    ),
  });

  const workers = await startWorkers({
    address: temporal.address,
    namespace: temporal.namespace,
    home: await openHome({ TUNESMITH_HOME: join(folder, 'home') }),
    env: {},
  });
  onTestFinished(() => workers.stop());
  const good = await until('the workers have polled', async () => {
    const { code, stdout } = await tunesmith(['doctor', 'good.yaml', '--json'], folder, env);
    return code === 0 ? Told.parse(JSON.parse(stdout)) : undefined;
  });
  expect(good.ready).toBe(true);
  expect(Object.fromEntries(good.findings.map(({ about, state }) => [about, state]))).toEqual({
    versions: 'fine',
    server: 'fine',
    namespace: 'fine',
    attributes: 'note',
    workers: 'fine',
    store: 'fine',
    endpoint: 'fine',
    disk: expect.stringMatching(/fine|note/),
  });
});
