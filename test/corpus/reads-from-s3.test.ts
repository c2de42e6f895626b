import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { readDocuments } from '../../activities/corpus/read-documents.ts';
import { openS3Source } from '../../activities/corpus/s3-source.ts';
import { freePort } from '../../infra/servers/free-port.ts';
import { startS3, type S3Server } from '../../infra/servers/s3.ts';
import { CorpusSchema } from '../../schemas/table/corpus.ts';

let server: S3Server;
let folder: string;
const service = () => ({ endpointUrl: server.endpoint, region: server.region });
const settings = (): S3ClientConfig => ({
  endpoint: server.endpoint,
  region: server.region,
  credentials: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
});
const objects = () => openS3Source(service(), settings());

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunesmith-corpus-s3-'));
  server = await startS3({ dataDir: join(folder, 'server') });
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  await duckdb.run(`copy (select 'from Parquet' as text) to '${join(folder, 'c.parquet')}' (format parquet)`);
  const client = new S3Client({ ...settings(), forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'texts' }));
  const put = (Key: string, Body: string | Buffer) =>
    client.send(new PutObjectCommand({ Bucket: 'texts', Key, Body }));
  await put('web/b.jsonl.gz', gzipSync('{"text":"from gzip"}\n'));
  await put('web/deep/a.jsonl', '{"text":"from deep"}\nbroken\n');
  await put('web/c.parquet', await readFile(join(folder, 'c.parquet')));
  await put('web/README.md', 'not data');
  await put('web-old/z.jsonl', '{"text":"old"}\n');
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const list = async (files: string[]) => listSources({ files }, folder, objects);
const uris = async (files: string[]) =>
  (await list(files)).map((file) => file.uri.replace('s3://texts/', ''));

test('a prefix stands for the data below it, a glob and a name for what they say', async () => {
  expect(await uris(['s3://texts/web'])).toEqual(['web/b.jsonl.gz', 'web/c.parquet', 'web/deep/a.jsonl']);
  expect(await uris(['s3://texts/web/*.jsonl*'])).toEqual(['web/b.jsonl.gz']);
  expect(await uris(['s3://texts/**/*.{jsonl,parquet}'])).toEqual([
    'web-old/z.jsonl',
    'web/c.parquet',
    'web/deep/a.jsonl',
  ]);
  expect(await uris(['s3://texts/web-old/z.jsonl', 's3://texts/web-old/'])).toEqual(['web-old/z.jsonl']);
});

test('documents of objects, Parquet too, with file and line of what is none', async () => {
  const corpus = CorpusSchema.parse({ files: ['s3://texts/web/'] });
  const seen: string[] = [];
  for await (const line of readDocuments(await list(corpus.files), corpus, { objects })) {
    seen.push(
      'document' in line ? line.document.text : `${line.file}:${String(line.line)} ${line.reject.reason}`,
    );
  }
  expect(seen).toEqual([
    'from gzip',
    'from Parquet',
    'from deep',
    's3://texts/web/deep/a.jsonl:2 malformed JSON',
  ]);
});

test.each([
  ['s3://missing/web/', 'there is no bucket s3://missing'],
  ['s3://texts/nothing/', 'none of the 0 objects'],
  ['s3://texts/web/README.md', 'its extension is none of'],
])('%s is one clear error', async (uri, problem) => {
  await expect(list([uri])).rejects.toThrow(problem);
});

test.each([
  ['access key', () => ({ accessKeyId: 'wrong', secretAccessKey: 'wrong' })],
  ['secret key', () => ({ accessKeyId: server.accessKeyId, secretAccessKey: 'wrong' })],
])('a wrong %s is an error of its own', async (_, credentials) => {
  const listed = openS3Source(service(), { credentials: credentials() }).list('s3://texts/web/');
  const message: unknown = expect.stringContaining('access was refused');
  await expect(listed).rejects.toMatchObject({ permanent: true, message });
});

test('a server that is away is worth another try', async () => {
  const endpointUrl = `http://127.0.0.1:${String(await freePort())}`;
  const { credentials } = settings();
  const away = openS3Source({ endpointUrl }, { ...(credentials ? { credentials } : {}), maxAttempts: 1 });
  await expect(away.list('s3://texts/web/')).rejects.toMatchObject({
    name: 'CorpusUnreadable',
    permanent: false,
    message: expect.stringContaining(endpointUrl) as unknown,
  });
});
