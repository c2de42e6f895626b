import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

export const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** A file that CONTRIBUTING.md writes, or some lines that it adds to one. */
interface Block {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

/** The blocks of code of a page that stand below a path in bold. */
export function blocksOf(page: string): Block[] {
  const blocks = page.matchAll(/^\*\*([\w./-]+)\*\*(?:(?!^```|^\*\*)[\s\S])*?^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, path = '', language = '', text = '']) => ({ path, language, text }));
}

/** A copy of the checkout, as it is now, with what the worked example adds; the copy ends with the test. */
export async function copyWithExample(): Promise<{ readonly folder: string; readonly blocks: Block[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-example-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    maxBuffer: 1e8,
  });
  const files = listed.stdout
    .split('\0')
    .filter((path) => path !== '' && !path.startsWith('test/replay/histories'));
  for (const path of files) {
    if (/^zz-|\/zz-/.test(path)) continue;
    await cp(join(root, path), join(folder, path)).catch((error: unknown) => {
      // Deleted since it was committed.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const blocks = blocksOf(await readFile(join(root, 'CONTRIBUTING.md'), 'utf8'));
  for (const block of blocks) await write(folder, block);
  return { folder, blocks };
}

async function write(folder: string, { path, language, text }: Block): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, language === 'diff' ? patched(await readFile(file, 'utf8'), text, path) : text);
}

/** Puts each `+` line after the line of context that stands above it. */
function patched(text: string, diff: string, path: string): string {
  const lines = text.split('\n');
  let at = -1;
  for (const line of diff.trimEnd().split('\n')) {
    const content = line.slice(1);
    if (line.startsWith('+')) lines.splice((at += 1), 0, content);
    else {
      at = lines.indexOf(content);
      if (at === -1) throw new Error(`CONTRIBUTING.md: ${path} has no line "${content}"`);
    }
  }
  return lines.join('\n');
}
