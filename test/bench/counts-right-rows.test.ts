import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rightRows } from '../../bench/results/right-rows.ts';
import { promptAt } from '../../bench/work/prompts.ts';

test('lost, duplicated and unanswered rows are told apart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-bench-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'rows.jsonl');
  const rows = [
    { prompt: promptAt(0), completion: 'one' },
    { prompt: promptAt(1), response: 'two' },
    { prompt: promptAt(1), completion: 'two again' },
    { prompt: promptAt(2), error: 'gave up' },
  ];
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect(await rightRows(path, 4)).toEqual({ right: 2, lost: 2, duplicated: 1 });
});

test('every prompt is 1 KB and no other has it', () => {
  const prompts = Array.from({ length: 2000 }, (_, at) => promptAt(at));
  expect(new Set(prompts).size).toBe(2000);
  expect(new Set(prompts.map((prompt) => Buffer.byteLength(prompt)))).toEqual(new Set([1024]));
});
