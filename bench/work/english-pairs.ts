import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { promptAt } from './prompts.ts';

/** Characters of a response: about those of Table 2 of the recipe's paper. */
const size = 300;

/** Writes pairs of an instruction and a response in English, as JSON lines. */
export async function writeEnglishPairs(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  for (let at = 0; at < rows; at += 1) {
    const pair = { instruction: `Say what follows from case ${at}.`, text: promptAt(at).slice(0, size) };
    if (!file.write(`${JSON.stringify(pair)}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}
