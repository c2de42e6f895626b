import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bankCard } from '../../../activities/recipes/fine-instructions/bank/card/bank-card.ts';
import { bankKey } from '../../../activities/recipes/fine-instructions/bank/keys.ts';
import { BankManifestSchema } from '../../../schemas/recipes/fine-instructions/bank.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { bankRoles, benchmarks, querySources } from './sample-build.ts';

test('every version of a bank says what became of the queries, and that a stand-in wrote it', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const build = (names: readonly string[]) =>
    foundry.build({
      recipe: 'template-bank',
      name: 'bank',
      queries: querySources(names).map((source) => ({ ...source, realWorld: source.name === 'chat' })),
      decontaminate: benchmarks,
      roles: bankRoles,
    });
  const read = (version: number, file: string) =>
    readFile(join(foundry.store, bankKey('bank', version, file)), 'utf8');
  const first = await build(['chat']);
  const grown = await build(['chat', 'forum']);
  const cards = [await read(1, 'README.md'), await read(2, 'README.md')];
  for (const [at, { rows, tables }] of [first, grown].entries()) {
    const card = cards[at] ?? '';
    expect(card).toContain(`# Template bank bank`);
    expect(card).toContain('**A rule-based stand-in, not a language model, wrote these templates.**');
    expect(card).toContain(`Version ${at + 1} of \`bank\``);
    expect(card).toContain(`**${rows}** templates`);
    for (const { title, counts } of tables)
      expect(card).toContain(`| ${title} | ${counts.in} | 0 | ${counts.out} | ${counts.rejected} |`);
    expect(card).toMatch(/\| Drop benchmark queries \(queries\) .* in a benchmark \(\d\) \|/);
    expect(card).toContain('the queries of chat, one count a query');
  }
  const sources = [...(cards[1] ?? '').matchAll(/^\| (chat|forum) \| not stated \| (\d+) \| \d+ \|$/gm)];
  expect(sources.reduce((sum, [, , templates]) => sum + Number(templates), 0)).toBe(grown.rows);
  // The reference counts queries, of which a template may have several.
  const { reference, templates } = BankManifestSchema.parse(JSON.parse(await read(1, 'manifest.json')));
  expect(reference.reduce((sum, [, queries]) => sum + queries, 0)).toBeGreaterThanOrEqual(templates);
});

test('what users and models wrote is data in it', () => {
  const nasty = '<script>x</script> | `a`\n# [b](c)';
  const card = bankCard(
    BankManifestSchema.parse({
      format: 'tunesmith-bank-1',
      name: 'bank',
      version: 1,
      table: { digest: 'd', stage: 'embed-template', shards: 1 },
      templates: 1,
      embedder: 'm',
      reference: [
        [1, 1],
        [11, 1],
        [12, 2],
      ],
      referenceSources: [],
      standIn: false,
      publishedAt: '2026-11-21T00:00:00.000Z',
    }),
    {
      sources: [{ source: nasty, license: nasty, templates: 1, queries: 4 }],
      complexities: [
        { complexity: 1, templates: 1, queries: 1 },
        { complexity: 12, templates: 3, queries: 3 },
      ],
      mostUsed: [{ template: nasty, uses: 4 }],
      samples: [{ template: nasty, description: nasty, query: nasty, query_source: nasty }],
    },
    [],
  );
  expect(card).not.toMatch(/<script>|^# \[b\]|\n# \\\[b/m);
  expect(card).not.toContain('stand-in');
  expect(card).toContain('| 10+ | 3 | 75.0% | 75.0% |');
});
