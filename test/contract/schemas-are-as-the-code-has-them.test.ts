import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { contract, contractText, contractVersion } from '../../config/contract/contract.ts';
import * as workflows from '../../workflows/index.ts';

const folder = new URL(`../../contract/v${contractVersion}/`, import.meta.url);

test('the contract in the repository is the one of the code; `npm run contract` writes it', async () => {
  const files = Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).map(
        async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const,
      ),
    ),
  );
  const made = Object.entries(contract()).map(([name, value]) => [name, contractText(value)]);
  expect(files).toEqual(Object.fromEntries(made));
  const python = new URL('../../client/python/src/tunesmith/contract.json', import.meta.url);
  expect(await readFile(python, 'utf8')).toBe(contractText(contract()['index.json']));
});

test("every workflow type but the engine's own is in it", () => {
  const { workflows: told } = z
    .object({ workflows: z.array(z.object({ type: z.string() })) })
    .parse(contract()['index.json']);
  const own = ['lane', 'datasetLock', 'notify'];
  const types = Object.keys(workflows).filter((name) => !own.includes(name));
  expect(told.map(({ type }) => type).sort()).toEqual(types.sort());
});
