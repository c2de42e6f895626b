import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { listSources } from '../../../../activities/corpus/list-sources.ts';
import { selectSeedPairs } from '../../../../activities/recipes/back-and-forth/seed-data/select-seed-pairs.ts';
import { SeedDataSchema, type SeedSelection } from '../../../../schemas/recipes/back-and-forth/seed-data.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A reply as Open-Assistant's exports have it. */
export function reply(text: string, fields: Fields = {}): Record<string, unknown> {
  return {
    message_id: `r-${text}`,
    text,
    role: 'assistant',
    lang: 'en',
    rank: 0,
    deleted: false,
    replies: [],
    ...fields,
  };
}

export function tree(text: string, replies: unknown[], fields: Fields = {}): Record<string, unknown> {
  const prompt = {
    message_id: `p-${text}`,
    text,
    role: 'prompter',
    lang: 'en',
    deleted: false,
    replies,
    ...fields,
  };
  return { message_tree_id: `p-${text}`, tree_state: 'ready_for_export', prompt };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-seed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What is selected from files of such lines. */
export async function selected(
  files: Readonly<Record<string, readonly unknown[]>>,
  config: Fields = {},
  seed = 42,
): Promise<SeedSelection> {
  const folder = await temporaryFolder();
  for (const [name, lines] of Object.entries(files)) {
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    await writeFile(join(folder, name), text);
  }
  const settings = SeedDataSchema.parse({ files: Object.keys(files), ...config });
  const objects = () => {
    throw new Error('local files asked for the object store');
  };
  return selectSeedPairs(await listSources(settings, folder, objects), settings, seed, { objects });
}
