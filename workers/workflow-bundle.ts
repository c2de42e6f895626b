import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';

/** The bundle that `npm run build` made beside the compiled code; in tests the one that all of them share;
 * bundled anew where there is none. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  const built = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  // As text: from a path the SDK would read it only once all else is ready.
  if (existsSync(built)) return { code: await readFile(built, 'utf8') };
  const shared = process.env['TUNESMITH_WORKFLOW_BUNDLE'];
  if (shared !== undefined) return { codePath: shared };
  return bundleWorkflows();
}

export async function bundleWorkflows(): Promise<{ code: string }> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const workflowsPath = fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url));
  // Below warnings, webpack tells what only its authors want to know.
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
}
