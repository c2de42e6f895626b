import { join } from 'node:path';
import type { DatasetFile } from '../../schemas/dataset/manifest.ts';
import { fileDigest } from '../storage/file-digest.ts';

/** Size and checksum of a file below `folder`. */
export async function datasetFile(folder: string, path: string, signal: AbortSignal): Promise<DatasetFile> {
  return { path, ...(await fileDigest(join(folder, path), signal)) };
}
