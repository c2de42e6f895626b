import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentFiles, examples, shippedIn } from './shipped.ts';

interface Stated {
  file: string;
  documents: string;
  licence: string;
}

/** The rows of the README's table, by source. */
async function stated(): Promise<Map<string, Stated>> {
  const readme = await readFile(join(examples, 'documents/README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (\d+) \| \d+ \| ([^|]+) \|/gm)];
  return new Map(
    rows.map(([, source = '', file = '', documents = '', licence = '']) => [
      source,
      { file, documents, licence },
    ]),
  );
}

test('the README states file, number and licence of every source as the documents have them', async () => {
  const met = new Map<string, Stated>();
  for (const file of await documentFiles()) {
    const documents = await shippedIn(file);
    const licences = new Set(documents.map(({ metadata }) => metadata.licence));
    const licence = [...licences].join(', ');
    met.set(file.replace('.jsonl.gz', ''), { file, documents: String(documents.length), licence });
  }
  expect(met.size).toBeGreaterThanOrEqual(4);
  expect(Object.fromEntries(met)).toEqual(Object.fromEntries(await stated()));
});

test('licences that must travel with the text do', async () => {
  const notices = await readFile(join(examples, 'documents/NOTICES.txt'), 'utf8');
  for (const file of await documentFiles()) {
    const licence = (await shippedIn(file))[0]?.metadata.licence ?? '';
    if (!/^(CC0|public-domain)/.test(licence)) expect(notices).toContain(file);
  }
});
