import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startModelServer, type ModelServer } from './model-server.ts';
import { pythonFor } from './python.ts';

/** Every character of the tests' texts: the tiny model's tokenizer knows no others. */
const ALPHABET = [
  'Hello world, one two three! 0123456789',
  'Mañana será otro día.',
  'నమస్కారం ప్రపంచం',
  'こんにちは世界',
  '😀',
];

/** A server of a model that repeats its source after a mark of the target language: «spa_Latn»one. */
export async function startTinyNllb(args: string[] = []): Promise<ModelServer> {
  const python = await pythonFor('nllb');
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-nllb-'));
  const [model, lines] = [join(folder, 'model'), join(folder, 'lines.txt')];
  await writeFile(lines, ALPHABET.join('\n'));
  await promisify(execFile)(python, [join(import.meta.dirname, 'tiny_nllb.py'), model, lines]);
  // The tiny model has 64 positions, and beam search goes on after the first hypothesis has ended.
  const all = ['--model', model, '--device', 'cpu', '--max-output-tokens', '48', ...args];
  const server = await startModelServer(python, 'nllb', all);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
