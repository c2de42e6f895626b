import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetManifestSchema, type DatasetManifest } from '../../schemas/dataset/manifest.ts';
import { publishDataset } from '../../activities/dataset/publish.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import type { Finished } from './finished-build.ts';

export interface Published {
  readonly dataset: Dataset;
  readonly manifest: DatasetManifest;
  readonly read: (path: string) => Promise<string>;
  /** Objects of a JSONL file. */
  readonly lines: (path: string) => Promise<unknown[]>;
}

/** Publishes a build and reads what a reader of the folder would. */
export async function publish({ input, options }: Finished): Promise<Published> {
  const dataset = await publishDataset(input, options);
  const read = (path: string): Promise<string> => readFile(join(dataset.location, path), 'utf8');
  const lines = async (path: string): Promise<unknown[]> => {
    const text = await read(path);
    return text
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line));
  };
  return { dataset, manifest: await manifestIn(dataset.location), read, lines };
}

/** The manifest of a version's folder, once every file that it lists is there with its size and checksum. */
export async function manifestIn(folder: string): Promise<DatasetManifest> {
  const manifest = DatasetManifestSchema.parse(
    JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')),
  );
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = await readFile(join(folder, path));
    const met = createHash('sha256').update(content).digest('hex');
    if (content.length !== bytes || met !== sha256) throw new Error(`${path} is not what the manifest says`);
  }
  return manifest;
}
