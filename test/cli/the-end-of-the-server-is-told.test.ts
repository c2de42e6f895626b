import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { until } from '../survival/until.ts';
import { startTunesmith } from './command-line.ts';

const RecordSchema = z.object({ live: z.object({ pid: z.int() }) });

/** Ends the server as a lack of memory would. */
async function killServer(home: string): Promise<void> {
  const text = await readFile(join(home, 'temporal.db.server.json'), 'utf8');
  process.kill(-RecordSchema.parse(JSON.parse(text)).live.pid, 'SIGKILL');
}

const told =
  /^error: the Temporal server at \S+ has ended; the end of \S+temporal\.db\.log may tell why\. Run the same command again[^\n]*\n$/;

test('`dev` ends with 1 when its server has ended, with a worker or without one', async () => {
  for (const more of [[], ['--no-worker']]) {
    const home = join(temporaryFolder(), 'home');
    const dev = startTunesmith(['dev', ...more, '--home', home], temporaryFolder());
    await until('it is ready', () => dev.stdout().includes('In another terminal'));
    await killServer(home);
    const { code, stderr } = await dev.ended;
    expect(code).toBe(1);
    expect(stderr.replace(/^Starting Temporal.*\n/, '')).toMatch(told);
  }
});

test('`run` ends with 1 when its server has ended in the middle of a build', async () => {
  const folder = temporaryFolder();
  const home = join(folder, 'home');
  const lines = Array.from({ length: 2000 }, (_, row) => `${JSON.stringify({ row })}\n`);
  await writeFile(join(folder, 'rows.jsonl'), lines.join(''));
  const prompt = `prompt: { template: 'What is known about harbour {{row}}?' }`;
  const config = `recipe: generate\nname: rows\ntable: { files: [rows.jsonl] }\n${prompt}\nroles: { model: {} }\n`;
  await writeFile(join(folder, 'rows.yaml'), config);
  const run = startTunesmith(['run', 'rows.yaml', '--home', home], folder);
  await until('it asks', () => run.stdout().includes('] answer'));
  await killServer(home);
  const { code, stderr } = await run.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(told);
});
