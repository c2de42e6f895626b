import { expect, test } from 'vitest';
import { ProgressSchema } from '../../schemas/build/progress.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { questions } from './questions.ts';
import { until } from './until.ts';

test('a build can be paused when some of its lanes are done already', async () => {
  const rows = 160;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 100, slots: 4 });
  const { client } = foundry;
  // Four shards in three lanes: one lane has two, one after the other.
  const build = await foundry.start({ ...(await questions(foundry, rows)), lanes: { count: 3, window: 1 } });
  const lanes = await until('there are three lanes', async () => {
    const progress = await build.query('progress').catch(() => undefined);
    const known = ProgressSchema.safeParse(progress).data?.lanes ?? [];
    return known.length === 3 ? known : undefined;
  });
  await until('one lane is done', async () => {
    const states = await Promise.all(
      lanes.map((lane) =>
        client.workflow
          .getHandle(lane)
          .describe()
          .catch(() => undefined),
      ),
    );
    const done = states.filter((state) => state?.status.name === 'COMPLETED').length;
    if (done === 3) throw new Error('All lanes were done at once; the test needs one before the others.');
    return done > 0;
  });
  await build.signal('pause', true);
  await build.signal('pause', false);
  expect(DatasetSchema.parse(await build.result()).rows).toBe(rows);
});
