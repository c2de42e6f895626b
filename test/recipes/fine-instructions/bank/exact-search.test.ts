import { VectorsDiffer } from '../../../../activities/vectors/vectors-differ.ts';
import { ExactBank } from '../../../../activities/recipes/fine-instructions/bank/exact-bank.ts';
import { expect, test } from 'vitest';
import { ExactIndex } from '../../../../activities/vectors/exact-index.ts';
import { makeTemplates, plainSearch, testFolder, vectorsOf } from './made-templates.ts';

test.each([1, 6, 7, 16])('finds for %i vectors at once what a plain search finds', async (count) => {
  const all = await vectorsOf(await makeTemplates(await testFolder(), { from: 0, to: 700, dimensions: 19 }));
  const index = new ExactIndex();
  for (const { id, vector } of all) index.add(id, vector);
  const wanted = all.slice(100, 100 + count).map(({ vector }) => vector.map((value, at) => value + at / 9));
  const found = await index.search(wanted, 10);
  expect(found).toHaveLength(count);
  for (const [at, nearest] of found.entries()) {
    const plain = plainSearch(all, wanted[at] ?? new Float32Array(), 10);
    expect(nearest.map(({ id }) => id)).toEqual(plain.map(({ id }) => id));
    for (const [place, { similarity, row }] of nearest.entries()) {
      expect(similarity).toBeCloseTo(plain[place]?.similarity ?? NaN, 5);
      expect(all[row]?.id).toBe(nearest[place]?.id);
    }
  }
});

test('equally similar templates come in the order of their ids, whatever order they were added in', async () => {
  const index = new ExactIndex();
  const ids = Array.from({ length: 200 }, (_, at) => `t${String((at * 77) % 200).padStart(3, '0')}`);
  for (const id of ids) index.add(id, Float32Array.of(1, 2));
  index.add('best', Float32Array.of(2, 1));
  const [found] = await index.search([Float32Array.of(2, 1)], 4);
  expect(found?.map(({ id }) => id)).toEqual(['best', 't000', 't001', 't002']);
});

test('there are no more results than templates, and none in an empty bank', async () => {
  const index = new ExactIndex();
  expect(await index.search([Float32Array.of(1)], 3)).toEqual([[]]);
  index.add('one', Float32Array.of(3, 4));
  const [found] = await index.search([Float32Array.of(30, 40)], 3);
  expect(found).toEqual([{ row: 0, id: 'one', similarity: expect.closeTo(1, 6) }]);
});

test('vectors of another length are refused, and a vector of zeros is like nothing', async () => {
  const index = new ExactIndex();
  index.add('one', Float32Array.of(3, 4));
  expect(() => index.add('two', Float32Array.of(1))).toThrow(VectorsDiffer);
  await expect(index.search([Float32Array.of(1, 2, 3)], 1)).rejects.toThrow(
    'a vector of 3 numbers cannot be compared with those of 2: the models differ',
  );
  const bank = new ExactBank(2);
  const row = { template_id: 'one', template: 't', complexity: 1, query: 'q', query_source: 's' };
  bank.add({ rows: [row], dimensions: 2, vectors: Float32Array.of(3, 4) });
  const longer = { rows: [{ ...row, template_id: 'two' }], dimensions: 1, vectors: Float32Array.of(1) };
  expect(() => bank.add(longer)).toThrow(/embedded in 2 and in 1 dimensions/);
  await expect(bank.search([Float32Array.of(1, 2, 3)], 1)).rejects.toThrow(
    /documents are embedded in 3 dimensions, templates in 2: the models differ/,
  );
  expect((await index.search([Float32Array.of(0, 0)], 1))[0]?.[0]?.similarity).toBe(0);
});

test('a search of a large bank lets others have their turn', async () => {
  const index = new ExactIndex();
  for (let at = 0; at < 20_000; at += 1)
    index.add(
      String(at),
      Float32Array.from({ length: 256 }, (_, place) => Math.sin(at * place + 1)),
    );
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  await index.search([new Float32Array(256).fill(1)], 5);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(0);
});
