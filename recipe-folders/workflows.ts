import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { evaluatedLate, slim } from '../workers/workflow-bundle.ts';
import { installed, ownModule, programDigest } from './program.ts';
import { kept } from './kept.ts';
import { RecipeUnusable } from './recipe-unusable.ts';
import type { TakenIn } from './taken.ts';

/** The workflows of some folders in one bundle with ours; made once for the same contents. Throws RecipeUnusable. */
export async function bundleWith(added: readonly TakenIn[], cacheDir: string): Promise<string> {
  const key = createHash('sha256');
  for (const { folder } of added) key.update(`${folder.root}\0${folder.digest}\0`);
  return kept(cacheDir, `workflows-${key.digest('hex').slice(0, 32)}.js`, programDigest(), () =>
    bundle(added, cacheDir),
  );
}

async function bundle(added: readonly TakenIn[], cacheDir: string): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  const making = await mkdtemp(join(cacheDir, 'bundling-'));
  try {
    const [entry, index] = [join(making, 'workflows.js'), ownModule('workflows/index')];
    await writeFile(entry, entryOf(added));
    const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
    const { code } = await bundleWorkflowCode({
      workflowsPath: entry,
      logger: new DefaultLogger('ERROR'),
      webpackConfigHook: (config) => {
        const { resolve, ...rest } = evaluatedLate([entry, index], config);
        return { ...rest, resolve: { ...resolve, alias: { ...named(resolve?.alias), ...aliases() } } };
      },
    });
    return await slim(code);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new RecipeUnusable(added.map(({ folder }) => ({ file: folder.workflow, problem })));
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

function entryOf(added: readonly TakenIn[]): string {
  const quoted = (path: string) => JSON.stringify(path);
  return [
    `export * from ${quoted(ownModule('workflows/index'))};`,
    `import { workflowOf } from ${quoted(ownModule('workflows/engine/workflow-of'))};`,
    ...added.flatMap(({ folder, workflow }, at) => [
      `import { ${workflow} as recipe${at} } from ${quoted(folder.workflow)};`,
      `export const ${workflow} = workflowOf(() => recipe${at});`,
    ]),
  ].join('\n');
}

/** Webpack also takes a list, which Temporal's bundler does not give. */
function named(alias: unknown): Record<string, string | false> {
  return z.record(z.string(), z.union([z.string(), z.literal(false)])).parse(alias ?? {});
}

function aliases(): Record<string, string> {
  return {
    'tunesmith/workflow$': ownModule('api/workflow'),
    'tunesmith/recipe$': ownModule('api/recipe'),
    zod$: join(installed('zod'), 'index.js'),
    '@temporalio/workflow': installed('@temporalio/workflow'),
  };
}
