import { execFile } from 'node:child_process';
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

it('V8 takes the code that was compiled for it when it was built', async () => {
  const ask = `console.log(require('./dist/infra/program/load.cjs').compile('main').cachedDataRejected)`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  expect((await run(process.execPath, ['-e', ask], { env })).stdout.trim()).toBe('false');
});

it('compiled code that V8 refuses costs time and nothing else', async () => {
  const { stdout } = await run(process.execPath, ['--no-flush-bytecode', ...built]);
  expect(stdout).toContain('generate');
});
