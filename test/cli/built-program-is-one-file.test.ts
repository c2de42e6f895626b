import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { ownFolder } from '../client/config-file.ts';
import { tunesmith } from './command-line.ts';

const run = promisify(execFile);
const built = ['dist/cli/main.js', 'recipes', '--json'];

// Does nothing where dist is made of these sources, as it is in `npm test`.
beforeAll(() => run(process.execPath, ['infra/bootstrap.mjs']));

it('the built command says what the sources say', async () => {
  const { stdout } = await run(process.execPath, built);
  expect(stdout).toBe((await tunesmith(['recipes', '--json'], ownFolder())).stdout);
});

it('the built command has the examples', async () => {
  const cwd = ownFolder();
  const command = [resolve('dist/cli/main.js'), 'init', 'generate', '--json'];
  const { stdout } = await run(process.execPath, command, { cwd });
  expect(JSON.parse(stdout)).toHaveProperty(
    'files',
    expect.arrayContaining(['prompts-table/questions.jsonl']),
  );
});

it('V8 takes the code that was compiled for it when it was built', async () => {
  const ask = `console.log(require('./dist/infra/program/load.cjs').compile('main').cachedDataRejected)`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await run('sh', ['dist/infra/program/start.sh', '-e', ask], { env });
  expect(stdout.trim()).toBe('false');
});

// esbuild leaves letters of regular expressions as they are, and the bundle is read byte by byte.
it('the built command is plain ASCII', async () => {
  const code = await readFile('dist/program/main.cjs');
  expect(code.findIndex((byte) => byte > 0x7f)).toBe(-1);
});

it('what is apart from the built command can be imported', async () => {
  const ask = `require('./dist/infra/program/load.cjs').importModule('eld/medium').then(({ eld }) => console.log(typeof eld))`;
  expect((await run(process.execPath, ['-e', ask])).stdout.trim()).toBe('object');
  expect(await readFile('dist/program/main.cjs', 'latin1')).not.toMatch(/await import\(/);
});

it('compiled code that V8 refuses costs time and nothing else', async () => {
  const { stdout } = await run(process.execPath, ['--no-flush-bytecode', ...built]);
  expect(stdout).toContain('generate');
});
