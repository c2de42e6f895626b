import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { contract, contractText, contractVersion } from './contract.ts';

// npm run contract: writes what config/contract/contract.ts says into the repository.
const folder = fileURLToPath(new URL(`../../contract/v${contractVersion}/`, import.meta.url));
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [name, value] of Object.entries(contract()))
  await writeFile(`${folder}${name}`, contractText(value));
// The package of another language has no other file of the repository's.
const python = new URL('../../client/python/src/tunesmith/contract.json', import.meta.url);
await writeFile(python, contractText(contract()['index.json']));
