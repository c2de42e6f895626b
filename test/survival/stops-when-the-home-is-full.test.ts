import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { isFull } from '../../activities/storage/file-fault.ts';
import { startStandin } from '../../infra/standin/server.ts';
import { startTunesmith, tunesmith } from '../cli/command-line.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { canMount, mountSmallDisk } from './small-disk.ts';
import { until } from './until.ts';

const rows = 1500;
const slots = 16;
const quickMs = 40;
const slowMs = 3000;
const MiB = 1024 ** 2;

/** Takes what is left of a disk, but for `rest` bytes. */
async function fill(folder: string, rest: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const filler = Buffer.alloc(Math.max(0, bavail * bsize - rest));
  // Others write meanwhile: what they have taken is taken.
  await writeFile(join(folder, 'filler'), filler).catch((error: unknown) => {
    if (!isFull(error)) throw error;
  });
}

test.skipIf(!canMount()).each([
  ['in part', 3 * MiB],
  ['at once', 0],
])(
  'a disk of the home that fills up %s ends the command in one line, and nothing that was answered is asked again',
  async (_, rest) => {
    const folder = temporaryFolder();
    const { folder: home } = mountSmallDisk(join(folder, 'home'), '64m');
    const standin = await startStandin({ mistakes: 0, latencyMs: quickMs, slots });
    onTestFinished(() => standin.close());
    const lines = Array.from({ length: rows }, (__, number) => `${JSON.stringify({ number })}\n`);
    await writeFile(join(folder, 'questions.jsonl'), lines.join(''));
    const config = {
      recipe: 'generate',
      name: 'answers',
      table: { files: ['questions.jsonl'] },
      endpoints: { default: { urls: [standin.baseUrl], concurrency: { max: slots } } },
      roles: { model: { endpoint: 'default', model: 'stand-in' } },
      prompt: { template: 'What is known about harbour {{number}}?' },
      sharding: { rows: 100 },
    };
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    const env = { TUNESMITH_HOME: home };

    const first = startTunesmith(['run', 'config.json'], folder, env);
    await until('some are answered', () => standin.stats().answered > 200);
    // Those on their way take longer than a command that a person ends would wait for them.
    standin.setFaults({ latencyMs: slowMs });
    await delay(5 * quickMs);
    await fill(home, rest);
    const { code, stderr } = await first.ended;
    expect(stderr).toMatch(lineOfFull);
    expect(code).toBe(1);
    expect(standin.stats().answered).toBeLessThan(rows);

    standin.setFaults({ latencyMs: quickMs });

    // On a disk without any room it does not even begin.
    await rm(join(home, 'filler'));
    await fill(home, 0);
    const meanwhile = await tunesmith(['run', 'config.json'], folder, env);
    expect(meanwhile).toMatchObject({ code: 1, stderr: expect.stringMatching(lineOfFull) as unknown });

    await rm(join(home, 'filler'));
    const second = await tunesmith(['run', 'config.json'], folder, env);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(standin.stats()).toMatchObject({ distinct: rows, answered: rows, repeated: 0, aborted: 0 });
  },
);

const lineOfFull = /^error: the disk of the home \S+ is full [^\n]*Free some space[^\n]*\n$/;
