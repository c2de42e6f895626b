import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reconciles } from '../../schemas/table/counts.ts';
import { backAndForth, someDocuments } from '../builds/documents.ts';
import { openFoundry } from '../builds/foundry.ts';
import { rejectsOf } from '../tables/stored-table.ts';
import { tableOf } from './table-of.ts';

test('every line of a corpus that is no document is a reject with its file and line, and the counts reconcile', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const [first, second] = someDocuments(2);
  const large = `The great list of harbours\n\n${'A harbour with a lamp. '.repeat(50_000)}`;
  expect(large.length).toBeGreaterThan(1_000_000);
  const lines: [line: string | Buffer, reason: string | undefined][] = [
    [JSON.stringify(first), undefined],
    ['{"text": "broken', 'malformed JSON'],
    ['[1, 2]', 'not an object'],
    ['{"id": "no text"}', 'text is missing'],
    ['{"text": 5}', 'text is not a string'],
    ['{"text": " \\n "}', 'text is empty'],
    ['{"text": "a\\u0000b"}', 'contains NUL'],
    [Buffer.concat([Buffer.from('{"text": "caf'), Buffer.from([0xe9]), Buffer.from('"}')]), 'invalid UTF-8'],
    ['{"text": "half \\ud800 a pair"}', 'invalid Unicode'],
    ['{"text": "with a source", "source": 7}', 'source is not a string'],
    [JSON.stringify({ ...first, id: 'again', text: `${first?.text ?? ''}  ` }), 'duplicate'],
    [JSON.stringify({ text: large }), undefined],
    ['', undefined],
    // A carriage return before the line's end belongs to neither the record nor the text.
    [`${JSON.stringify(second)}\r`, undefined],
  ];
  const path = join(foundry.folder, 'bad.jsonl');
  await writeFile(path, Buffer.concat(lines.flatMap(([line]) => [Buffer.from(line), Buffer.from('\n')])));
  const dataset = await foundry.build({
    ...backAndForth,
    name: 'bad',
    arm: 'rewriting',
    corpus: { files: [path] },
  });

  const imported = tableOf(dataset, 'import');
  expect(imported.counts).toEqual({ in: 13, out: 3, rejected: 10, expanded: 0 });
  const expected = lines.flatMap(([, reason], at) =>
    reason === undefined ? [] : [`bad.jsonl:${at + 1} ${reason}`],
  );
  const rejects = await rejectsOf(foundry.store, imported);
  expect(
    rejects.map(({ id, reason }) => `${id.slice(id.lastIndexOf('bad.jsonl'))} ${reason}`).sort(),
  ).toEqual(expected.sort());
  expect(tableOf(dataset, 'fit-context').counts).toMatchObject({ in: 3, out: 2, rejected: 1 });
  expect(dataset.rows).toBe(2);
  let before: number | undefined;
  for (const { counts } of dataset.tables) {
    expect(reconciles(counts)).toBe(true);
    expect(counts.in).toBe(before ?? counts.in);
    before = counts.out;
  }
});
