import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { scheduledDataset } from './scheduled-dataset.ts';

test('a program starts a build, follows it to its end and takes its result', async () => {
  const { client, config, write } = await scheduledDataset(await openFoundry());
  await write('a.jsonl', ['lamps', 'bread']);
  const build = await client.start(config, { idempotencyKey: 'once' });
  const phases: string[] = [];
  for await (const { phase } of build.follow({ everyMs: 20 })) phases.push(phase);
  expect(phases.length).toBeGreaterThan(0);
  expect(await build.result()).toMatchObject({ name: 'nightly', version: 1, rows: 2 });
  // The end of one that has ended is seen at once.
  for await (const { stages } of build.follow()) expect(stages.length).toBeGreaterThan(0);
});
