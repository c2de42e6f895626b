import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from './failure.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { canMount, mountSmallDisk } from './small-disk.ts';
import { startWorkerProcess } from './worker-processes.ts';

test.skipIf(!canMount())(
  'a full disk under the journal ends a build with a clear error, and what it holds is not asked again',
  async () => {
    const rows = 400;
    const foundry = await openFoundry({ mistakes: 0, latencyMs: 20, jitter: 0.5, slots: 16 }, false);
    const { standin, temporal } = foundry;
    const home = join(foundry.folder, 'own-home');
    const disk = mountSmallDisk(join(home, 'journal'), '40k');
    await startWorkerProcess(temporal, home);
    const config = { ...(await questions(foundry, rows)), lanes: { window: 1 } };
    const failure = await failureOf((await foundry.start(config)).result());
    expect(failure).toMatchObject({ type: 'StoreFull', nonRetryable: true });
    expect(failure.message).toMatch(/own-home.journal.* could not be written: the disk is full/);
    const { answered } = standin.stats();
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(rows);

    disk.grow('100m');
    const dataset = DatasetSchema.parse(await (await foundry.start(config)).result());
    expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
    expect(standin.stats().distinct).toBe(rows);
    // No more than what was on its way when the disk was full.
    expect(standin.stats().repeated).toBeLessThanOrEqual(16);
  },
);
