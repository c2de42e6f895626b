import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readRecords } from '../../activities/corpus/read-records.ts';
import type { SourceFile } from '../../schemas/table/corpus.ts';

const file: SourceFile = {
  uri: 's3://bucket/huge.jsonl',
  name: 's3://bucket/huge.jsonl',
  format: 'jsonl',
  compression: 'none',
  bytes: 1e12,
  fingerprint: 'x',
};

test('a reader that stops has read a chunk or two of an endless object, and lets go of it', async () => {
  let chunks = 0;
  const chunk = Buffer.from('{"text":"one of many"}\n'.repeat(1000));
  const endless = new Readable({
    highWaterMark: chunk.length,
    read() {
      chunks += 1;
      this.push(chunk);
    },
  });
  const objects = () => ({ list: () => Promise.resolve([]), open: () => Promise.resolve(endless) });
  let records = 0;
  for await (const line of readRecords(file, { maxBytes: 1000, objects })) {
    if ('record' in line) records += 1;
    if (records === 1500) break;
  }
  expect(chunks).toBeLessThan(8);
  expect(endless.destroyed).toBe(true);
});

test('an object that breaks off is an error that another try may mend', async () => {
  const broken = new Readable({
    read() {
      this.push('{"text":"one"}\n');
      this.destroy(new Error('socket hang up'));
    },
  });
  const objects = () => ({ list: () => Promise.resolve([]), open: () => Promise.resolve(broken) });
  const read = async () => {
    for await (const line of readRecords(file, { maxBytes: 1000, objects })) expect(line.line).toBe(1);
  };
  await expect(read()).rejects.toMatchObject({ name: 'CorpusUnreadable', permanent: false });
});
