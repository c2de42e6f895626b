import { expect, test } from 'vitest';
import { readTableOf, type RowLine } from '../../activities/corpus/read-rows.ts';
import { RowsInputSchema } from '../../schemas/table/corpus.ts';
import { documentsOf, noObjects, onlySource, reasonsOf } from './corpus-folder.ts';

const odd = ['a\0b', '\0', 'half \ud800', 'a\u2400b'];
const usable = ['a\u2400b', '\u2400', 'half \uFFFD', 'a\u2400b'];

test('a good text is kept whatever its id is', async () => {
  const lines = odd.map((id, at) => JSON.stringify({ id, text: `text ${String(at)}` }));
  const read = await documentsOf({ 'a.jsonl': lines.join('\n') });
  expect(read.map((line) => ('document' in line ? line.document.source_id : line.reject))).toEqual(usable);
});

test('wherever the id stands, and whatever it is called', async () => {
  const lines = odd.map((name, at) => JSON.stringify({ meta: { name }, text: `text ${String(at)}` }));
  const deep = await documentsOf({ 'a.jsonl': lines.join('\n') }, { columns: { id: 'meta.name' } });
  expect(deep.map((line) => ('document' in line ? line.document.source_id : line.reject))).toEqual(usable);
  const named = await documentsOf(
    { 'a.jsonl': '{"key":"a\\u0000b","text":"t"}' },
    { columns: { id: 'key' } },
  );
  expect(named).toMatchObject([{ document: { source_id: 'a\u2400b' } }]);
});

test('a text or a source that cannot be kept is a reject, however deep it stands', async () => {
  const lines = [
    { body: { text: 'a\0b' } },
    { body: { text: 'half \ud800' } },
    { body: { text: 'good', from: 'x\0' } },
    { body: { text: 'good', from: 'x' } },
  ];
  const read = await documentsOf(
    { 'a.jsonl': lines.map((line) => JSON.stringify(line)).join('\n') },
    { columns: { text: 'body.text', source: 'body.from' } },
  );
  expect(reasonsOf(read)).toEqual(['1 contains NUL', '2 invalid Unicode', '3 contains NUL']);
});

async function rowsOf(rows: readonly object[], input: object): Promise<RowLine[]> {
  const content = rows.map((row) => JSON.stringify(row)).join('\n');
  const file = await onlySource('a.jsonl', content);
  const lines: RowLine[] = [];
  const checked = RowsInputSchema.parse({ files: ['a.jsonl'], ...input });
  for await (const line of readTableOf(file, checked, { objects: noObjects })) lines.push(line);
  return lines;
}

test.each([{}, { id: 'id' }])(
  'rows of a table keep apart ids that look alike, from run to run (%j)',
  async (input) => {
    const rows = odd.map((id) => ({ id, question: 'What is rain?' }));
    const lines = await rowsOf(rows, input);
    expect(lines.map((line) => ('fields' in line ? line.fields['id'] : line.reject))).toEqual(usable);
    const ids = lines.map((line) => ('id' in line ? line.id : undefined));
    expect(new Set(ids).size).toBe(4);
    expect((await rowsOf(rows, input)).map((line) => ('id' in line ? line.id : undefined))).toEqual(ids);
  },
);

test('what is no id is still a reject', async () => {
  const lines = await rowsOf([{ id: 1, question: 'a\0' }], { id: 'key' });
  expect(lines).toMatchObject([{ reject: { reason: 'contains NUL', detail: 'question' } }]);
});
