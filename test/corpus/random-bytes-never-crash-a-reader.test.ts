import { expect, test } from 'vitest';
import { readCsv } from '../../activities/corpus/csv.ts';
import { CorpusUnreadable } from '../../activities/corpus/corpus-unreadable.ts';
import { layoutOf } from '../../activities/corpus/json-layout.ts';
import { readJson } from '../../activities/corpus/json.ts';
import { readTextDocuments } from '../../activities/corpus/text-documents.ts';
import type { SourceFile } from '../../schemas/table/corpus.ts';

/** Mulberry32: the same bytes on every run, so that a failure can be met again. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const pieces = [
  '{"text":"a"}',
  '"',
  ',',
  '\n',
  '\r\n',
  '\n\n',
  '{',
  '}',
  '[',
  '\\',
  '\0',
  'ä',
  '\ufeff',
  ' ',
  '""',
  'x,y',
];

function noise(roll: (below: number) => number): Buffer {
  const parts = Array.from({ length: roll(60) }, () =>
    roll(4) === 0 ? Buffer.from([roll(256)]) : Buffer.from(pieces[roll(pieces.length)] ?? ''),
  );
  return Buffer.concat(parts);
}

/** Carriage returns end lines only where there is no other line end. */
function endsLinesByReturns(bytes: Buffer): boolean {
  return bytes.includes('\r') && !bytes.includes('\n');
}

async function* inChunks(bytes: Buffer, roll: (below: number) => number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length;) {
    const size = 1 + roll(7);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function outcome<Line, Result>(
  reader: AsyncGenerator<Line, Result>,
): Promise<{ lines: Line[]; result: Result }> {
  const lines: Line[] = [];
  for (;;) {
    const next = await reader.next();
    if (next.done === true) return { lines, result: next.value };
    lines.push(next.value);
  }
}

test('a list and records of noise come the same, or are refused alike, however the bytes are cut', async () => {
  const roll = dice(4);
  let read = 0;
  for (let round = 0; round < 3000; round += 1) {
    const bytes = Buffer.concat([Buffer.from(round % 2 === 0 ? '[\n{"a":1},' : '{\n"a":1}'), noise(roll)]);
    if (layoutOf(bytes) === 'lines') continue;
    const outcomes = [roll, () => 1_000_000].map((size) =>
      outcome(readJson({ name: 'noise' }, inChunks(bytes, size), 40)).catch((error: unknown) => error),
    );
    const [cut, whole] = await Promise.all(outcomes);
    expect(cut).toEqual(whole);
    if (cut instanceof Error) expect(cut).toBeInstanceOf(CorpusUnreadable);
    else read += 1;
  }
  expect(read).toBeGreaterThan(100);
});

test('JSON lines of noise: every line is a record, a reject or blank, however the bytes are cut', async () => {
  const roll = dice(1);
  for (let round = 0; round < 1500; round += 1) {
    const bytes = noise(roll);
    if (layoutOf(bytes) !== 'lines' || endsLinesByReturns(bytes)) continue;
    const { lines, result } = await outcome(readJson({ name: 'noise' }, inChunks(bytes, roll), 40));
    const written = bytes.toString('latin1').split('\n');
    const expected = written.at(-1) === '' ? written.length - 1 : written.length;
    expect(result.records + result.rejects + result.blank).toBe(expected);
    expect(lines).toHaveLength(result.records + result.rejects);
    const whole = await outcome(
      readJson(
        { name: 'noise' },
        inChunks(bytes, () => 1_000_000),
        40,
      ),
    );
    expect(whole).toEqual({ lines, result });
  }
});

test('plain text of noise: every line is part of one document, a reject or blank, however the bytes are cut', async () => {
  const roll = dice(3);
  for (let round = 0; round < 1500; round += 1) {
    const bytes = noise(roll);
    for (const end of ['blank line', 'line'] as const) {
      const { lines, result } = await outcome(readTextDocuments(inChunks(bytes, roll), end, 40));
      expect(lines).toHaveLength(result.records + result.rejects);
      const whole = await outcome(
        readTextDocuments(
          inChunks(bytes, () => 1_000_000),
          end,
          40,
        ),
      );
      expect(whole).toEqual({ lines, result });
      const written = bytes.toString('latin1').split('\n');
      const expected = written.at(-1) === '' ? written.length - 1 : written.length;
      if (end === 'line') expect(result.records + result.rejects + result.blank).toBe(expected);
    }
  }
});

test('CSV of noise: a record or a reject for each, however the bytes are cut, or a header that is refused', async () => {
  const roll = dice(2);
  const file: SourceFile = {
    uri: '/a.csv',
    name: 'a.csv',
    format: 'csv',
    compression: 'none',
    bytes: 1,
    fingerprint: '',
  };
  let read = 0;
  for (let round = 0; round < 1500; round += 1) {
    const bytes = Buffer.concat([Buffer.from('id,text\n'), noise(roll)]);
    const { lines, result } = await outcome(readCsv(file, inChunks(bytes, roll), 1000));
    expect(lines).toHaveLength(result.records + result.rejects);
    const whole = await outcome(
      readCsv(
        file,
        inChunks(bytes, () => 1_000_000),
        1000,
      ),
    );
    expect(whole).toEqual({ lines, result });
    // Every line is part of something: of a record over several lines, a reject, a blank line.
    const ends = bytes.toString('latin1').split('\n').length;
    expect(lines.every((line) => line.line >= 2 && line.line <= ends)).toBe(true);
    read += result.records + result.rejects + result.blank;
    await outcome(readCsv(file, inChunks(noise(roll), roll), 50)).catch((error: unknown) => {
      expect(error).toBeInstanceOf(CorpusUnreadable);
    });
  }
  expect(read).toBeGreaterThan(5000);
});
