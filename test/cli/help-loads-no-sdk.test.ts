import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownFolder } from '../client/config-file.ts';
import { theSources, tunesmith } from './command-line.ts';

const spy = `process.on('exit', () => {
  const loaded = Object.keys(require.cache).map((path) => /node_modules\\/((@[^/]+\\/)?[^/]+)/.exec(path)?.[1]);
  process.stderr.write(JSON.stringify([...new Set(loaded)]));
});`;

/** Packages whose CommonJS code was loaded while the command ran. */
async function packagesOf(args: string[]): Promise<string[]> {
  const cwd = ownFolder();
  const path = join(cwd, 'spy.cjs');
  writeFileSync(path, spy);
  const { code, stderr } = await tunesmith(args, cwd, { ...theSources, NODE_OPTIONS: `--require=${path}` });
  expect(code).toBe(0);
  const list: unknown = JSON.parse(/\[.*\]$/.exec(stderr)?.[0] ?? '');
  return Array.isArray(list) ? list.map(String) : [];
}

it.each([[['--help']], [['run', '--help']], [['serve', '--help']], [['mcp', '--help']], [['--version']]])(
  '%j needs neither the Temporal SDK nor DuckDB',
  async (args) => {
    const packages = await packagesOf(args);
    expect(packages).toContain('commander');
    expect(
      packages.filter((name) => /temporalio|duckdb|openai|aws-sdk|hono|modelcontextprotocol/.test(name)),
    ).toEqual([]);
  },
);

it('the spy sees what is loaded', async () => {
  expect((await packagesOf(['status'])).join()).toContain('@temporalio/client');
});
