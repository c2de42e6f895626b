import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Tunesmith } from '../../client/index.ts';
import { proxyForGrpc } from '../../schemas/proxy.ts';
import { openHome } from '../../workers/home.ts';
import { startWorkers } from '../../workers/start.ts';
import { startProxy } from '../inference/proxy.ts';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('client and workers reach a server through the proxy, and one on their own machine without', async () => {
  const folder = temporaryFolder();
  const temporal = await temporalForTest({ dbPath: join(folder, 'temporal.db'), headless: true });
  const port = Number(temporal.address.split(':').at(-1));
  const proxy = await startProxy(port);
  // Names in small letters are what gRPC's own library looks for; it would use them for this machine as well.
  for (const name of ['http_proxy', 'HTTPS_PROXY']) {
    vi.stubEnv(name, proxy.url);
    proxy.seen.length = 0;
    const near = await Tunesmith.connect({ address: temporal.address, namespace: temporal.namespace });
    await near.close();
    expect(proxy.seen).toEqual([]);
    const far = await Tunesmith.connect({ address: `temporal.lan:${port}`, namespace: temporal.namespace });
    await far.close();
    const workers = await startWorkers({
      address: `temporal.lan:${port}`,
      namespace: temporal.namespace,
      home: await openHome({ TUNESMITH_HOME: join(folder, 'home') }),
      env: {},
      kinds: ['rows'],
    });
    await workers.stop();
    expect(proxy.seen.length).toBeGreaterThanOrEqual(2);
    expect(new Set(proxy.seen)).toEqual(new Set([`CONNECT temporal.lan:${port}`]));
    vi.unstubAllEnvs();
  }
});

test.each([
  [{ grpc_proxy: 'http://a:1', https_proxy: 'http://b:1' }, 'http://a:1'],
  [{ HTTPS_PROXY: 'http://b:1', HTTP_PROXY: 'http://c:1' }, 'http://b:1'],
  [{ HTTP_PROXY: 'c:1' }, 'http://c:1'],
  [{ HTTP_PROXY: 'c:1', NO_PROXY: '.lan' }, undefined],
  [{ HTTP_PROXY: 'c:1', no_grpc_proxy: 'temporal.lan', NO_PROXY: 'other' }, undefined],
])('%j', (env, expected) => {
  expect(proxyForGrpc('temporal.lan:7233', env)).toBe(expected);
  expect(proxyForGrpc('127.0.0.1:7233', env)).toBeUndefined();
});
