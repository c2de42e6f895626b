import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadConfig, type LoadOptions } from '../../config/load-config.ts';

/** A folder of the running test's own. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-client-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Writes a config of the given text and returns its path. */
export function configFile(text: string | Uint8Array, name = 'c.yaml'): string {
  const path = join(ownFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** A `generate` config with one endpoint, and what a test puts besides. */
export function generateConfig(more = '', role = 'model: { model: m }'): string {
  return `recipe: generate
name: demo
endpoints: { default: { urls: [http://127.0.0.1:8000/v1] } }
table: { files: [data.jsonl] }
prompt: { column: text }
roles: { ${role} }
${more}`;
}

/** What loading a config complains about: its lines without the file's folder. */
export async function complaints(
  text: string | Uint8Array,
  options: LoadOptions = { env: {} },
  name = 'c.yaml',
): Promise<string[]> {
  const path = configFile(text, name);
  const error: unknown = await loadConfig(path, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error) || error.name !== 'ConfigError')
    throw new Error(`no ConfigError: ${String(error)}`);
  return error.message.replaceAll(path, name).split('\n');
}
