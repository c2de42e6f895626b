import { expect, test } from 'vitest';
import { z } from 'zod';
import { openFoundry, type Foundry } from '../../builds/foundry.ts';
import { bankRoles, documents, fineInstructions, querySources, rowsOf, tableOf } from './sample-build.ts';

const matchShape = { document_id: z.string(), template_id: z.string(), query_source: z.string() };

function bankOf(names: readonly string[]) {
  return {
    recipe: 'template-bank',
    name: 'bank',
    queries: querySources(names),
    roles: bankRoles,
  };
}

function asked({ standin }: Foundry): Record<string, number> {
  return Object.fromEntries(Object.entries(standin.stats().apis).map(([api, { texts }]) => [api, texts]));
}

test('a new document meets old templates, and old documents meet new templates only where that is asked for', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const { standin } = foundry;
  const first = await foundry.build(bankOf(['chat', 'search']));
  expect(first).toMatchObject({ name: 'bank', version: 1, unchanged: false });
  const corpus = await documents(foundry, 0, 24);
  const build = (more: Record<string, unknown> = {}) =>
    foundry.build(fineInstructions(corpus, { bank: { name: 'bank' }, ...more }));
  const before = await build();
  const matched = await rowsOf(foundry, tableOf(before, 'match'), matchShape);

  // The bank grows: only new queries are genericized, only new descriptions embedded.
  const calls = asked(foundry);
  const grown = await foundry.build(bankOf(['chat', 'search', 'forum']));
  expect(grown).toMatchObject({ version: 2, unchanged: false });
  expect(grown.rows).toBeGreaterThan(first.rows);
  const more = asked(foundry);
  expect((more['embeddings'] ?? 0) - (calls['embeddings'] ?? 0)).toBeLessThanOrEqual(
    grown.rows - first.rows + 10,
  );

  // Old documents are left alone.
  const requests = standin.stats().requests;
  const same = await build();
  expect(same.unchanged).toBe(true);
  expect(standin.stats().requests).toBe(requests);

  // A new document meets the grown bank; the old ones keep their matches.
  await documents(foundry, 0, 25);
  const larger = await build();
  const now = await rowsOf(foundry, tableOf(larger, 'match'), matchShape);
  const old = new Set(matched.map(({ document_id }) => document_id));
  expect(now.filter(({ document_id }) => old.has(document_id))).toEqual(matched);
  expect((asked(foundry)['pooling'] ?? 0) - (more['pooling'] ?? 0)).toBe(1);

  // Unless it is asked for.
  const again = await build({ match: { threshold: 0.4, rematch: true } });
  const rematched = await rowsOf(foundry, tableOf(again, 'match'), matchShape);
  expect(rematched.filter(({ document_id }) => old.has(document_id))).not.toEqual(matched);
  expect(rematched.some(({ query_source }) => query_source === 'forum')).toBe(true);
});

test('a bank that is not there, or was embedded by another model, is one clear error', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const corpus = await documents(foundry, 0, 3);
  await expect(foundry.build(fineInstructions(corpus, { bank: { name: 'nowhere' } }))).rejects.toMatchObject({
    cause: { cause: { message: expect.stringMatching(/there is no bank "nowhere" in this store/) } },
  });
});
