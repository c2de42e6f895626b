import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { publicModules } from './program.ts';
import type { RecipeFolder } from './recipe-folder.ts';
import { RecipeUnusable } from './recipe-unusable.ts';

const given = 'tunesmith.modules';
/** Name under which a process gives recipes the modules that they import: its own ones, whatever else is installed. */
export const givenModules = Symbol.for(given);

/**
 * A recipe's config, stages, analysis and responder as one CommonJS module; its packages are taken in, ours are the running
 * program's; with the names of its workflows. Throws RecipeUnusable with what esbuild finds.
 */
export async function compileRecipe(folder: RecipeFolder): Promise<string> {
  const { build } = await import('esbuild');
  try {
    const made = await build({
      stdin: { contents: entryOf(folder, await workflowsIn(folder)), resolveDir: folder.root, loader: 'js' },
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      plugins: [ownModules],
      logLevel: 'silent',
    });
    return made.outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new RecipeUnusable(findingsOf(error, folder));
  }
}

/** Names that the folder's workflow.ts exports. */
async function workflowsIn(folder: RecipeFolder): Promise<readonly string[]> {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: [folder.workflow],
    bundle: true,
    packages: 'external',
    write: false,
    metafile: true,
    format: 'esm',
    outdir: folder.root,
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

function entryOf(folder: RecipeFolder, workflows: readonly string[]): string {
  const exported = (name: string, path: string | undefined) =>
    path === undefined ? [] : [`export * as ${name} from ${JSON.stringify(path)};`];
  const stages = folder.stages.map((path, at) => `import * as stages${at} from ${JSON.stringify(path)};`);
  return [
    ...exported('recipe', folder.recipe),
    ...exported('analysis', folder.analysis),
    ...exported('responder', folder.responder),
    ...stages,
    `export const workflows = ${JSON.stringify(workflows)};`,
    `export const stages = [${folder.stages.map((_, at) => `stages${at}`).join(', ')}];`,
  ].join('\n');
}

const ownModules: Plugin = {
  name: 'own-modules',
  setup(hooks) {
    const own = new RegExp(`^(zod|tunesmith/(${publicModules.join('|')}))$`);
    hooks.onResolve({ filter: own }, ({ path }) => ({ path, namespace: 'given' }));
    hooks.onLoad({ filter: /.*/, namespace: 'given' }, ({ path }) => ({
      contents: `module.exports = globalThis[Symbol.for('${given}')][${JSON.stringify(path)}];`,
    }));
  },
};

/** As esbuild gives them: columns begin at 0. */
interface BuildMessage {
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null;
}

function findingsOf(error: unknown, folder: RecipeFolder) {
  const messages = isFailure(error) ? error.errors : [];
  if (messages.length === 0) throw error;
  return messages.map(({ text, location }) =>
    location === null
      ? { file: folder.root, problem: text }
      : {
          file: join(folder.root, location.file),
          line: location.line,
          column: location.column + 1,
          problem: text,
        },
  );
}

function isFailure(error: unknown): error is { errors: readonly BuildMessage[] } {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
