import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflows } from '../workers/workflow-bundle.ts';

/** Bundles the workflows once for all tests: each bundling costs seconds. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-bundle-'));
  const path = join(folder, 'workflow-bundle.js');
  await writeFile(path, (await bundleWorkflows()).code);
  process.env['TUNESMITH_WORKFLOW_BUNDLE'] = path;
  return () => rm(folder, { recursive: true });
}
