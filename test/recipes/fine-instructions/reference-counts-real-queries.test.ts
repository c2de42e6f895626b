import { expect, test } from 'vitest';
import { z } from 'zod';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BankManifestSchema } from '../../../schemas/recipes/fine-instructions/bank.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { bankRoles, documents, fineInstructions, rowsOf, tableOf } from './sample-build.ts';

const shape = {
  template: z.string(),
  complexity: z.int(),
  uses: z.int(),
  query_sources: z.array(z.string()),
  source_uses: z.array(z.int()),
};

test('of a template that several sources gave, the reference counts the queries of real people alone', async () => {
  const foundry = await openFoundry({ latencyMs: 1, mistakes: 0 });
  const places = ['France', 'Spain', 'Peru', 'Kenya', 'Japan'].map((name) => ({
    text: `What is the capital of ${name}?`,
  }));
  const queries = [
    { name: 'made', realWorld: false, files: [await foundry.writeLines('made.jsonl', places.slice(0, 3))] },
    { name: 'real', files: [await foundry.writeLines('real.jsonl', places.slice(3))] },
  ];
  const dataset = await foundry.build({ recipe: 'template-bank', name: 'bank', queries, roles: bankRoles });
  const [template, ...others] = await rowsOf(foundry, tableOf(dataset, 'embed-template'), shape);
  expect(others).toEqual([]);
  expect(template).toMatchObject({ uses: 5, query_sources: ['made', 'real'], source_uses: [3, 2] });
  const newest = async () =>
    BankManifestSchema.parse(
      JSON.parse(await readFile(join(foundry.store, 'banks/bank/latest.json'), 'utf8')),
    );
  const { reference } = await newest();
  expect(reference).toEqual([[template?.complexity, 2]]);

  // The same templates, made within a build of another recipe, are the same version.
  const corpus = await documents(foundry, 0, 2);
  // No document is like the one template, so that the build has no pairs in the end.
  const build = foundry.build(fineInstructions(corpus, { bank: { name: 'bank', queries } }));
  await expect(build).rejects.toThrow('Workflow execution failed');
  expect(await newest()).toMatchObject({ version: 1, reference });
});
