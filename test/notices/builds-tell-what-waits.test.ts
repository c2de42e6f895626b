import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { ProgressSchema } from '../../schemas/build/progress.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo, questions } from '../survival/questions.ts';
import { startReceiver } from './receiver.ts';

test('a build that has spent its budget, or whose endpoint is away, tells so and waits', async () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receiver = await startReceiver(secret);
  // An outage of a second and a half is long here.
  const env = { HOOK_SECRET: secret, TUNESMITH_OUTAGE_MINUTES: '0.025' };
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 20, slots: 8, answerWords: 20 }, true, env);
  const { standin } = foundry;
  const rows = 300;
  // A dollar an answer, and about a cent for its prompt.
  const perAnswer = 1e6 / 20;
  const build = await foundry.start({
    ...(await questions(foundry, rows)),
    roles: {
      model: {
        endpoint: 'default',
        model: 'stand-in',
        price: { promptPerMillion: 0, completionPerMillion: perAnswer },
      },
    },
    sharding: { rows: 20 },
    lanes: { window: 1 },
    spending: { pauseAt: 120 },
    notify: { url: receiver.url, secretEnv: 'HOOK_SECRET', on: ['budget', 'waiting', 'published'] },
  });
  const progress = async () => ProgressSchema.parse(await build.query('progress'));
  const [reached] = await receiver.notices('/', 'build.budget');
  const { budget, waiting, number, dataset } = reached?.notice.data ?? {};
  expect({ number, dataset, limit: budget?.limit }).toEqual({ number: 1, dataset: 'answers', limit: 120 });
  expect(budget?.spent).toBeGreaterThanOrEqual(120);
  expect(waiting).toMatch(/^paused: \$[\d.]+ are spent, and the build asks at \$120$/);
  expect(await progress()).toMatchObject({ paused: true, phase: expect.stringContaining(waiting ?? '?') });
  const { answered } = standin.stats();
  expect(answered).toBeLessThan(rows);

  // It goes on when a person says so, and spends as much again.
  await build.signal('pause', false);
  expect(await progress()).toMatchObject({ paused: false, phase: expect.not.stringContaining('paused') });
  const [, again] = await receiver.notices('/', 'build.budget', 2);
  expect(again?.notice.data).toMatchObject({ number: 2, budget: { limit: 240 } });
  expect(again?.id).not.toBe(reached?.id);
  expect(standin.stats().answered).toBeGreaterThan(answered);

  // Away for so long that a person should know, whoever finds out; told once.
  standin.setFaults({ down: true });
  await build.signal('pause', false);
  const [away] = await receiver.notices('/', 'build.waiting');
  expect(away?.notice.data.waiting).toMatch(/^default does not answer \(.+\)$/);
  standin.setFaults({ down: false });
  const finished = DatasetSchema.parse(await build.result());
  expect(await numbersIn(finished)).toEqual(numbersUpTo(rows));
  const [published] = await receiver.notices('/', 'build.published');
  expect(published?.notice.data.spending.cost).toBeGreaterThan(240);
  expect(await receiver.notices('/', 'build.waiting')).toHaveLength(1);
  expect(receiver.faults).toEqual([]);
});
