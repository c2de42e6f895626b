import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';

/** Starts a TypeScript program beside this file as a real process; its input is one JSON argument. */
export function startProgram(name: string, input: unknown): ChildProcess {
  const path = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', path, JSON.stringify(input)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** All that a program printed, once it has ended; throws if it failed. */
export async function outputOf(program: ChildProcess): Promise<string> {
  let output = '';
  program.stdout?.on('data', (bytes: Buffer) => (output += bytes.toString()));
  await once(program, 'close');
  if (program.exitCode !== 0)
    throw new Error(`the program ended with ${String(program.exitCode)}: ${output}`);
  return output;
}
