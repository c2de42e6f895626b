import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isAlive } from '../../infra/servers/process-alive.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { until } from '../survival/until.ts';
import { startTunesmith, type Running } from './command-line.ts';

const RecordSchema = z.object({ live: z.object({ pid: z.int() }) });

/** The process of the home's server; its whole group has its id. */
async function serverOf(home: string): Promise<number> {
  const text = await readFile(join(home, 'temporal.db.server.json'), 'utf8');
  return RecordSchema.parse(JSON.parse(text)).live.pid;
}

/** A folder with a short config and a long one, and what runs one of them on the home's own stand-in. */
async function twoBuilds(long = 1500) {
  const folder = temporaryFolder();
  const home = join(folder, 'home');
  for (const [name, rows] of [
    ['short', 20],
    ['long', long],
  ] as const) {
    const lines = Array.from({ length: rows }, (_, row) => `${JSON.stringify({ row })}\n`);
    await writeFile(join(folder, `${name}.jsonl`), lines.join(''));
    const prompt = `prompt: { template: 'What is known about harbour {{row}} of ${name}?' }`;
    const config = `recipe: generate\nname: ${name}\ntable: { files: [${name}.jsonl] }\n${prompt}\nroles: { model: {} }\n`;
    await writeFile(join(folder, `${name}.yaml`), config);
  }
  const run = (name: string) => startTunesmith(['run', `${name}.yaml`], folder, { TUNESMITH_HOME: home });
  return { home, run };
}

const answering = (command: Running) => until('it asks', () => command.stdout().includes('] answer'));

async function nothingIsLeft(home: string, server: number): Promise<void> {
  await expect.poll(() => isAlive(-server)).toBe(false);
  expect((await readdir(home)).filter((name) => name.includes('.users-'))).toHaveLength(0);
}

test('a run that started the server ends, and another one goes on with it to its end', async () => {
  // It begins later and has more to do, so that it ends later.
  const { home, run } = await twoBuilds(300);
  const short = run('short');
  await until('the server is there', () => short.stdout().includes('Temporal UI'));
  const server = await serverOf(home);
  const long = run('long');
  const first = await short.ended;
  expect(first).toMatchObject({ code: 0 });
  expect(first.stdout).toContain(`The Temporal server stays: process ${long.pid} uses it, too.`);
  const second = await long.ended;
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('The Temporal UI ends with this command');
  expect(await serverOf(home)).toBe(server);
  await nothingIsLeft(home, server);
});

test('a run that started the server is killed, and another one goes on with it to its end', async () => {
  const { home, run } = await twoBuilds();
  const killed = run('long');
  await answering(killed);
  const server = await serverOf(home);
  const short = run('short');
  await until('both use it', () => short.stdout().includes('Temporal UI'));
  killed.kill('SIGKILL');
  await killed.ended;
  expect(await short.ended).toMatchObject({ code: 0, stderr: '' });
  await nothingIsLeft(home, server);
});

test('two runs that are killed leave no process behind', async () => {
  const { home, run } = await twoBuilds();
  const first = run('long');
  await answering(first);
  const server = await serverOf(home);
  const second = run('short');
  await until('both use it', () => second.stdout().includes('Temporal UI'));
  first.kill('SIGKILL');
  second.kill('SIGKILL');
  await Promise.all([first.ended, second.ended]);
  await expect.poll(() => isAlive(-server)).toBe(false);
});
