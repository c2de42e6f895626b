import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateConfig, ownFolder } from '../client/config-file.ts';
import { tunesmith } from './command-line.ts';

const mistakes: [args: string[], told: RegExp][] = [
  [['rnu', 'x'], /^error: unknown command 'rnu'\n\(Did you mean run\?\)/],
  [['run'], /^error: missing required argument 'config'/],
  [['run', 'c.yaml', '--jsn'], /^error: unknown option '--jsn'\n\(Did you mean --json\?\)/],
  [
    ['run', 'c.yaml', '--shards', 'many'],
    /^error: option '--shards <n>' argument 'many' is invalid\. It must be a whole number/,
  ],
  [['run', 'nothing.yaml'], /^error: nothing\.yaml: there is no such file\n$/],
  [['validate', '.'], /^error: \.: is a folder; name the config file in it\n$/],
  [['validate', 'bad.yaml'], /^error: bad\.yaml:7: sed: unknown key; did you mean "seed"\?\n$/],
  [['validate', 'prompt.yaml'], /^error: .*ask\.md: there is no such prompt file\n$/],
  [
    ['recipes', '--schema', 'magic'],
    /^error: no recipe is called "magic"; there are generate, back-and-forth, .*\n$/,
  ],
  [['init', 'magic'], /^error: no recipe is called "magic"; there are generate, back-and-forth, .*\n$/],
  [
    ['similarities', 'good.yaml'],
    /^error: good\.yaml is of the recipe generate; give a config of fine-instructions: it names the bank/,
  ],
  [['worker'], /^error: name the Temporal server with --address or TEMPORAL_ADDRESS/],
  [
    ['worker', '--address', 'h:1', '--kinds', 'raws'],
    /^error: --kinds raws: there are builds, rows, sets\n$/,
  ],
  [['pause', 'demo'], /^error: there are no builds in .*\.tunesmith; start one with `tunesmith run CONFIG`/],
  [
    ['inspect', 'demo'],
    /^error: .*tunesmith-store has no dataset demo; name its store with --store or --config FILE\n$/,
  ],
  [
    ['inspect', 'demo', '--store', 'a', '--config', 'b'],
    /^error: option '--store <uri>' cannot be used with option '--config <file>'/,
  ],
];

describe('a mistake is one message with exit code 2 and no stack', () => {
  it.each(mistakes)('tunesmith %j', async (args, told) => {
    const cwd = ownFolder();
    writeFileSync(join(cwd, 'good.yaml'), generateConfig());
    writeFileSync(join(cwd, 'bad.yaml'), generateConfig('sed: 1'));
    writeFileSync(join(cwd, 'prompt.yaml'), generateConfig().replace('{ column: text }', '{ file: ask.md }'));
    const { code, stdout, stderr } = await tunesmith(args, cwd);
    expect(stderr).toMatch(told);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

it('is an object on standard output with --json', async () => {
  const { code, stdout } = await tunesmith(['validate', 'nothing.yaml', '--json'], ownFolder());
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    error: { kind: 'ConfigError', message: 'nothing.yaml: there is no such file' },
  });
});
