import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openFoundry } from '../builds/foundry.ts';
import { documents, fineInstructions } from '../recipes/fine-instructions/sample-build.ts';
import { tunesmith } from './command-line.ts';

const ReportSchema = z.object({
  bank: z.object({ name: z.string(), version: z.int(), templates: z.int(), standIn: z.boolean() }),
  role: z.object({ name: z.string() }),
  sample: z.object({ documents: z.int(), measured: z.int(), wholeCorpus: z.boolean() }),
  configured: z.object({ threshold: z.number(), withAny: z.int(), mean: z.number() }),
  thresholds: z.array(z.object({ withAny: z.int(), documentsHere: z.int() })),
  examples: z.array(z.object({ similarity: z.number(), template: z.string() })),
});

test('the command tells what a build with the threshold then does, from tokens and from windows', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const corpus = await documents(foundry, 0, 40);
  const config = fineInstructions(corpus, {
    store: foundry.store,
    endpoints: { default: { urls: [foundry.standin.baseUrl] } },
  });
  const { tokenEmbedder: _, ...windowed } = config.roles;
  const path = join(foundry.folder, 'config.json');
  for (const [roles, name] of [
    [config.roles, 'tokenEmbedder'],
    [windowed, 'embedder'],
  ] as const) {
    await writeFile(path, JSON.stringify({ ...config, roles }));
    if (name === 'tokenEmbedder') {
      const early = await tunesmith(['similarities', path], foundry.folder);
      expect(early).toMatchObject({ code: 2, stdout: '' });
      expect(early.stderr).toMatch(
        /^error: .* has no bank "bank" yet; `tunesmith run .*config\.json` makes it/,
      );
    }
    const dataset = await foundry.build({ ...config, roles });
    const match = dataset.tables.find(({ title }) => title === 'Match templates');
    const before = foundry.standin.stats().requests;
    const { code, stdout, stderr } = await tunesmith(['similarities', path, '--json'], foundry.folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(foundry.standin.stats().requests).toBeGreaterThan(before);
    const found = ReportSchema.parse(JSON.parse(stdout));
    expect(found.bank).toMatchObject({ name: 'bank', version: 1, standIn: true });
    expect(found.role.name).toBe(name);
    expect(found.sample).toEqual({ documents: 40, measured: 40, wholeCorpus: true });
    expect(found.configured.threshold).toBe(0.4);
    expect(found.configured.withAny).toBe(40 - (match?.reasons['no similar template'] ?? 0));
    expect(found.configured.mean * 40).toBeCloseTo(match?.counts.out ?? -1, 6);
    expect(found.thresholds.reduce((sum, { documentsHere }) => sum + documentsHere, 0)).toBe(40);
    expect(found.examples.every(({ template }) => template.includes('<fi>'))).toBe(true);
  }
  const piped = await tunesmith(['similarities', path, '--documents', '10', '--seed', '7'], foundry.folder);
  expect(piped.stdout).toMatch(/^bank version 1: \d+ templates, embedded by stand-in\n10 documents of 40/);
  expect(piped.stdout).not.toContain('\u001b');

  const other = { ...config, roles: { ...config.roles, embedder: { endpoint: 'default', model: 'other' } } };
  await writeFile(path, JSON.stringify(other));
  const mistaken = await tunesmith(['similarities', path], foundry.folder);
  expect(mistaken).toMatchObject({ code: 2, stdout: '' });
  expect(mistaken.stderr).toMatch(/was embedded by stand-in, but roles\.embedder\.model is other/);
});
