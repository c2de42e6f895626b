import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const sentences = [
  'The harbour town kept its records in ledgers that nobody had opened since the great fire.',
  'Each spring the river carries silt from the hills and lays it over the lower fields.',
  'A careful mechanic listens to an engine before touching any of its parts.',
  'Most of the library was moved by cart in a single week of dry weather.',
  'The committee wrote down its reasons so that later members could disagree with them.',
  'Bread rises more slowly in winter, and the baker plans the night around it.',
  'Two surveyors measured the same hill and came back with different heights.',
  'The clock in the square has been four minutes late for as long as anyone remembers.',
];

/** Bytes of a prompt. */
const size = 1024;

/** The n-th prompt: 1 KB of English that no other number has. */
export function promptAt(at: number): string {
  let text = `Explain case ${at} to a reader who is new to the subject, and say what follows from it.`;
  for (let step = 0; text.length < size; step += 1) {
    const sentence = sentences[(at * 7 + step * (1 + (at % 5))) % sentences.length] ?? '';
    text += ` ${sentence} (${at}.${step})`;
  }
  return text.slice(0, size);
}

/** Writes the prompts `from` to `from + rows` as JSON lines of one field. */
export async function writePrompts(path: string, rows: number, from = 0): Promise<void> {
  const file = createWriteStream(path);
  for (let at = from; at < from + rows; at += 1)
    if (!file.write(`${JSON.stringify({ prompt: promptAt(at) })}\n`)) await once(file, 'drain');
  file.end();
  await finished(file);
}
