import { expect, test } from 'vitest';
import { reply, selected, tree } from './open-assistant.ts';

const trees = Array.from({ length: 50 }, (_, index) =>
  tree(`Q${String(index)}`, [reply(`A${String(index)}`)]),
);

test('a seed draws the same pairs whatever the order of files and lines, another seed draws others', async () => {
  const drawn = await selected({ 'a.jsonl': trees }, { size: 10 });
  const split = { 'b.jsonl': [...trees].reverse().slice(0, 20), 'a.jsonl': [...trees].reverse().slice(20) };
  expect(drawn.pairs).toHaveLength(10);
  expect(drawn.counts).toEqual({ in: 50, usable: 50, selected: 10 });
  expect((await selected(split, { size: 10 })).pairs).toEqual(drawn.pairs);
  expect((await selected({ 'a.jsonl': trees }, { size: 10 }, 43)).pairs).not.toEqual(drawn.pairs);
  expect((await selected({ 'a.jsonl': trees }, { size: 20 })).pairs.slice(0, 10)).toEqual(drawn.pairs);
});

test('fewer pairs than asked for are all drawn', async () => {
  expect((await selected({ 'a.jsonl': trees })).counts).toEqual({ in: 50, usable: 50, selected: 50 });
});
