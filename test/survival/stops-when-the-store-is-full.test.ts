import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from './failure.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { canMount, mountSmallDisk } from './small-disk.ts';

test.skipIf(!canMount())(
  'a full store ends a build with a clear error, and nothing is asked again once there is room',
  async () => {
    const rows = 800;
    const foundry = await openFoundry({ mistakes: 0, latencyMs: 20, slots: 16 });
    const { standin } = foundry;
    const disk = mountSmallDisk(join(foundry.folder, 'disk'), '200k');
    const config = {
      ...(await questions(foundry, rows)),
      store: join(disk.folder, 'store'),
      lanes: { window: 2 },
    };
    const failure = await failureOf(foundry.build(config));
    expect(failure).toMatchObject({ type: 'StoreFull', nonRetryable: true });
    expect(failure.message).toMatch(
      /could not be written: the disk is full \(.*\)\. Free some space and resume the build/,
    );
    const { answered } = standin.stats();
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(rows);

    disk.grow('100m');
    const dataset = await foundry.build(config);
    expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
    expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
  },
);
