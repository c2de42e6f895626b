import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { s3Client } from '../../activities/storage/s3/client.ts';
import { proxyFor } from '../../schemas/proxy.ts';
import { createInference } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { asking, question } from './asking.ts';
import { listening, startProxy } from './proxy.ts';

const proxy = 'http://proxy:3128';

test.each([
  ['http://models.lan/v1', { http_proxy: proxy }, proxy],
  ['http://models.lan/v1', { HTTP_PROXY: proxy }, proxy],
  ['http://models.lan/v1', { https_proxy: proxy }, undefined],
  ['https://api.host/v1', { HTTPS_PROXY: proxy }, proxy],
  ['https://api.host/v1', { https_proxy: 'proxy:3128' }, proxy],
  ['https://api.host/v1', { https_proxy: 'http://lower:1', HTTPS_PROXY: proxy }, 'http://lower:1'],
  ['https://api.host/v1', { ALL_PROXY: proxy }, proxy],
  ['https://api.host/v1', { HTTPS_PROXY: ' ' }, undefined],
  ['https://api.host/v1', {}, undefined],
])('%s with %j', (url, env, expected) => {
  expect(proxyFor(url, env)).toBe(expected);
});

test.each([
  ['*', true],
  ['api.host', true],
  ['host', true],
  ['.host', true],
  ['*.host', true],
  ['other.org, API.HOST', true],
  ['other.org api.host', true],
  ['api.host:443', true],
  ['api.host:8443', false],
  ['pi.host', false],
  ['other.org', false],
  ['', false],
])('NO_PROXY=%s', (list, excepted) => {
  for (const name of ['NO_PROXY', 'no_proxy'])
    expect(proxyFor('https://api.host/v1', { HTTPS_PROXY: proxy, [name]: list }) === undefined).toBe(
      excepted,
    );
});

test.each([
  ['http://10.1.2.3:8000/v1', '10.0.0.0/8', true],
  ['http://11.1.2.3:8000/v1', '10.0.0.0/8', false],
  ['http://10.1.2.3:8000/v1', '10.1.2.3', true],
  ['http://[fd00::7]/v1', 'fd00::/8', true],
  ['http://[fd00::7]/v1', 'fd00::7', true],
  ['http://10.1.2.3/v1', '10.0.0.0/99', false],
])('%s with NO_PROXY=%s', (url, list, excepted) => {
  expect(proxyFor(url, { HTTP_PROXY: proxy, NO_PROXY: list }) === undefined).toBe(excepted);
});

test.each([
  'http://localhost:8000',
  'http://127.0.0.1:8000',
  'http://127.9.9.9',
  'http://[::1]:80',
  'http://a.localhost',
])('%s is never asked through a proxy', (url) => {
  expect(proxyFor(url, { http_proxy: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy })).toBeUndefined();
});

const answer = JSON.stringify({ choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] });
const pem = (name: string) => new URL(`certificates/${name}.pem`, import.meta.url).pathname;

test('an endpoint is asked through the proxy of the environment, with its user', async () => {
  const target = await listening(createServer((_, response) => response.end(answer)));
  const { url, seen } = await startProxy(target);
  const { ask } = asking({ urls: ['http://models.lan/v1'] }, { http_proxy: url.replace('//', '//me:word@') });
  expect((await ask('a')).text).toBe('yes');
  expect((await ask('b')).text).toBe('yes');
  const asked = `POST http://models.lan/v1/chat/completions Basic ${Buffer.from('me:word').toString('base64')}`;
  expect(seen).toEqual([asked, asked]);
});

test('what is encrypted goes through a tunnel, which is kept; caFile vouches for the server behind it', async () => {
  const tls = { key: readFileSync(pem('key')), cert: readFileSync(pem('certificate')) };
  const target = await listening(createTlsServer(tls, (_, response) => response.end(answer)));
  const { url, seen } = await startProxy(target);
  const config = { urls: ['https://models.lan/v1'], caFile: pem('certificate') };
  const { ask } = asking(config, { HTTPS_PROXY: url });
  for (let row = 0; row < 6; row++) expect((await ask(`row ${row}`)).text).toBe('yes');
  expect(new Set(seen)).toEqual(new Set(['CONNECT models.lan:443']));
  expect(seen.length).toBeLessThan(4);
});

test('caFile vouches for a server; without it the server is not trusted; one that is not there is told', async () => {
  const tls = { key: readFileSync(pem('key')), cert: readFileSync(pem('certificate')) };
  const port = await listening(createTlsServer(tls, (_, response) => response.end(answer)));
  const urls = [`https://localhost:${port}/v1`];
  expect((await asking({ urls, caFile: pem('certificate') }).ask('row')).text).toBe('yes');

  const inference = createInference({ env: {} });
  onTestFinished(() => inference.close());
  const cancel = new AbortController();
  const asked = inference.ask('main', EndpointSchema.parse({ urls }), question('row'), {
    signal: cancel.signal,
  });
  await expect.poll(() => inference.states()[0]?.lastFault).toContain('self-signed');
  cancel.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');

  await expect(asking({ urls, caFile: '/nowhere.pem' }).ask('row')).rejects.toThrow(
    '/nowhere.pem cannot be read',
  );
});

test('an object store is asked through the proxy, and its own machine never', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const list = '<ListBucketResult><Name>b</Name><KeyCount>0</KeyCount></ListBucketResult>';
  const tls = { key: readFileSync(pem('key')), cert: readFileSync(pem('certificate')) };
  const plain = await listening(createServer((_, response) => response.end(list)));
  const secure = await listening(createTlsServer(tls, (_, response) => response.end(list)));
  const [toPlain, toSecure] = [await startProxy(plain), await startProxy(secure)];
  vi.stubEnv('http_proxy', toPlain.url);
  vi.stubEnv('HTTPS_PROXY', toSecure.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const ask = async (endpointUrl: string) => {
    const client = s3Client({ endpointUrl, caFile: pem('certificate') });
    onTestFinished(() => client.destroy());
    expect((await client.send(new ListObjectsV2Command({ Bucket: 'b' }))).Name).toBe('b');
  };
  await ask('http://models.lan:9000');
  expect(toPlain.seen).toEqual(['GET http://models.lan:9000/b/?list-type=2']);
  await ask('https://models.lan');
  expect(toSecure.seen).toEqual(['CONNECT models.lan:443']);
  await ask(`http://127.0.0.1:${plain}`);
  await ask(`https://localhost:${secure}`);
  expect([...toPlain.seen, ...toSecure.seen]).toHaveLength(2);
});
