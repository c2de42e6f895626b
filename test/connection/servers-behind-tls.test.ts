import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverSettings } from '../../connection/server-settings.ts';
import { startWorkers } from '../../workers/start.ts';
import { openHome } from '../../workers/home.ts';
import { Tunesmith } from '../../client/index.ts';
import { tunesmith } from '../cli/command-line.ts';
import { temporalForTest } from '../servers/temporal-for-test.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { authority } from './certificates.ts';
import { guardedServer } from './guarded-server.ts';

test('client, workers and commands reach a server that demands client certificates and a key', async () => {
  const folder = temporaryFolder();
  const temporal = await temporalForTest({ dbPath: join(folder, 'temporal.db'), headless: true });
  const [servers, clients] = await Promise.all([authority('servers'), authority('clients')]);
  const [server, ours, stranger] = await Promise.all([
    servers.identity('temporal', ['temporal.example']),
    clients.identity('us'),
    servers.identity('stranger'),
  ]);
  const apiKey = 'a-key-that-nobody-may-see';
  const guard = { identity: server, clientsOf: clients.certificate, apiKey };
  const { address, seen } = await guardedServer(temporal.address, guard);

  const toml = join(folder, 'temporal.toml');
  writeFileSync(
    toml,
    `[profile.ours]
address = "${address}"
namespace = "default"
api_key = "${apiKey}"
[profile.ours.tls]
server_name = "temporal.example"
server_ca_cert_path = "${servers.certificate}"
client_cert_path = "${ours.certificate}"
client_key_path = "${ours.key}"
`,
  );
  const byProfile = { TEMPORAL_CONFIG_FILE: toml, TEMPORAL_PROFILE: 'ours' };
  const byVariables = {
    TEMPORAL_CONFIG_FILE: '/dev/null',
    TEMPORAL_ADDRESS: address,
    TEMPORAL_API_KEY: apiKey,
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_NAME: 'temporal.example',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: servers.certificate,
    TEMPORAL_TLS_CLIENT_CERT_PATH: ours.certificate,
    TEMPORAL_TLS_CLIENT_KEY_PATH: ours.key,
  };
  for (const env of [byProfile, byVariables]) {
    const settings = serverSettings({}, env);
    const client = await Tunesmith.connect(settings);
    for await (const build of client.list()) expect(build).toBe('not there');
    await client.close();
    seen.length = 0;
    const workers = await startWorkers({
      ...settings,
      home: await openHome({ TUNESMITH_HOME: join(folder, 'home') }),
      env: {},
      kinds: ['rows'],
    });
    await expect.poll(() => seen.filter((path) => path.endsWith('/PollActivityTaskQueue'))).not.toEqual([]);
    await workers.stop();
  }
  const listed = await tunesmith(['status', '--profile', 'ours', '--json'], folder, {
    TEMPORAL_CONFIG_FILE: toml,
  });
  expect(listed).toEqual({ code: 0, stdout: '[]\n', stderr: '' });

  // What does not fit is one line, which repeats no key.
  const refused = async (wrong: Record<string, string>) => {
    const { code, stderr } = await tunesmith(['status'], folder, { ...byVariables, ...wrong });
    expect(stderr).not.toContain(apiKey.slice(2));
    expect(stderr).not.toMatch(/\n\s+at /);
    return [code, stderr.trim()];
  };
  expect(await refused({ TEMPORAL_API_KEY: 'another' })).toEqual([
    2,
    expect.stringContaining(`the Temporal server at ${address} refuses us`),
  ]);
  expect(
    await refused({
      TEMPORAL_TLS_CLIENT_CERT_PATH: stranger.certificate,
      TEMPORAL_TLS_CLIENT_KEY_PATH: stranger.key,
    }),
  ).toEqual([
    2,
    expect.stringMatching(/no TLS connection to .*: .*(unknown ca|closes it|ECONNRESET).*; check/i),
  ]);
  expect(await refused({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: clients.certificate })).toEqual([
    2,
    expect.stringMatching(/no TLS connection to .*: .*(self-signed|unable to verify|unable to get).*; check/),
  ]);
  expect(await refused({ TEMPORAL_TLS_CLIENT_KEY_PATH: '' })).toEqual([
    2,
    expect.stringContaining('has a client certificate and no key'),
  ]);
});
