import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { builtDigest, sourcesDigest } from '../infra/sources.mjs';
import { bundleWorkflows } from '../workers/workflow-bundle.ts';

/**
 * What all tests share. Where dist is made of these sources, as `npm test` sees to, they run the command that users run
 * and its bundle: it starts in a fifth of the time of the sources. Elsewhere the workflows are bundled once.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (builtDigest() === sourcesDigest()) {
    process.env['TUNESMITH_TEST_COMMAND'] = resolve('dist/cli/main.js');
    process.env['TUNESMITH_WORKFLOW_BUNDLE'] = resolve('dist/workflow-bundle.js');
    return () => Promise.resolve();
  }
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-bundle-'));
  const path = join(folder, 'workflow-bundle.js');
  await writeFile(path, (await bundleWorkflows()).code);
  process.env['TUNESMITH_WORKFLOW_BUNDLE'] = path;
  return () => rm(folder, { recursive: true });
}
