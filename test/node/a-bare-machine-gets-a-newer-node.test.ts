import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { packageRegistry } from './package-registry.ts';

const run = promisify(execFile);
const machine = `${process.platform}-${process.arch}`;
const wanted = machine === 'darwin-arm64' ? `node-bin-${machine}` : `node-${machine}`;
const module = new URL('../../infra/node.mjs', import.meta.url).href;

/** What `newestNode` gives and says on a machine whose Node is of a version, with a cache and a registry. */
async function found(version: string, cache: string, registry = 'http://127.0.0.1:9') {
  const script = `
    import { newestNode } from ${JSON.stringify(module)};
    const said = [];
    const node = newestNode((line) => said.push(line), ${JSON.stringify(version)});
    console.log(JSON.stringify({ node: node === process.execPath ? 'own' : node, said }));`;
  const env = {
    ...process.env,
    TUNESMITH_CACHE: cache,
    npm_config_registry: registry,
    npm_config_cache: join(cache, 'npm'),
    npm_config_fetch_retries: '0',
  };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env });
  return JSON.parse(stdout) as { node: string; said: string[] };
}

/** A Node as a shell script, at its place in a cache. */
async function keep(cache: string, version: string): Promise<string> {
  const path = join(cache, 'node', machine, version, 'bin/node');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho v${version}\n`);
  await chmod(path, 0o755);
  return path;
}

test('an old Node gets Node 24 from the npm registry, once', async () => {
  const folder = temporaryFolder();
  const cache = join(folder, 'cache');
  const registry = await packageRegistry(folder, '24.99.1', { [wanted]: '#!/bin/sh\necho v24.99.1\n' });
  const first = await found('20.20.2', cache, registry.url);
  expect(first).toEqual({
    node: join(cache, 'node', machine, '24.99.1/bin/node'),
    said: ['Fetching Node 24 from the npm registry: 20.20.2 is past its end ...'],
  });
  expect(registry.asked).toContain(`/${wanted}.tgz`);
  // From then on it is found, without a registry and for newer ones too.
  expect(await found('20.20.2', cache)).toEqual({ node: first.node, said: [] });
  expect(await found('22.18.0', cache)).toEqual({ node: first.node, said: [] });
  expect(await found('26.1.0', cache)).toEqual({ node: 'own', said: [] });
});

test('a Node that is still mended is taken as it is', async () => {
  expect(await found('22.18.0', temporaryFolder())).toEqual({ node: 'own', said: [] });
});

test('where none can be fetched, or it does not start here, the old one goes on and says why', async () => {
  const folder = temporaryFolder();
  const without = await found('20.20.2', join(folder, 'offline'));
  expect(without).toMatchObject({ node: 'own', said: [expect.any(String), expect.any(String)] });
  expect(without.said[1]).toMatch(/^Going on with Node 20\.20\.2: .*ECONNREFUSED/);
  const registry = await packageRegistry(folder, '24.99.1', { [wanted]: '#!/bin/sh\nexit 127\n' });
  const unfit = await found('20.20.2', join(folder, 'unfit'), registry.url);
  expect(unfit.node).toBe('own');
  expect(unfit.said[1]).toBe(
    `Going on with Node 20.20.2: that of the package ${wanted} does not start on this machine.`,
  );
});

test('an installed package takes a Node that was fetched here where the one on the PATH is old', async () => {
  const folder = temporaryFolder();
  const cache = join(folder, 'cache');
  const kept = await keep(cache, '24.99.1');
  const start = fileURLToPath(new URL('../../infra/program/node.sh', import.meta.url));
  const onPath = async (version: string): Promise<string> => {
    const old = await keep(join(folder, version), version);
    const env = { ...process.env, TUNESMITH_CACHE: cache, PATH: `${dirname(old)}:${process.env['PATH']}` };
    const { stdout } = await run('sh', [start, join(folder, 'dist'), 'sh', '-c', 'command -v node'], { env });
    return stdout.trim();
  };
  expect(await onPath('20.20.2')).toBe(kept);
  expect(await onPath('22.18.0')).toBe(join(folder, '22.18.0/node', machine, '22.18.0/bin/node'));
  // The one that dist was made with goes before all.
  const made = await keep(join(folder, 'made'), '22.19.0');
  await mkdir(join(folder, 'dist/program'), { recursive: true });
  await writeFile(join(folder, 'dist/program/node'), `${made}\n`);
  expect(await onPath('20.20.2')).toBe(made);
});
