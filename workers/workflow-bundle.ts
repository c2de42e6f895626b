import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type BundleOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';

let taken: (() => Promise<string>) | undefined;

/** Says how the bundle is made that holds workflows beside ours: `make` gives its path, once a worker wants it. */
export function takeInWorkflows(make: () => Promise<string>): void {
  taken = make;
}

/** The bundle that `npm run build` made beside the compiled code; in tests the one that all of them share;
 * bundled anew where there is none. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  if (taken !== undefined) return { code: await readFile(await taken(), 'utf8') };
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
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => evaluatedLate([workflowsPath], config),
  });
  return { code: await slim(code) };
}

/**
 * A bundle without blanks and remarks, in plain ASCII: the SDK keeps its text two times and V8 a third, with two bytes a
 * character where only one is no ASCII. That was 22 MB of each worker's memory.
 */
export async function slim(bundle: string): Promise<string> {
  const { transform } = await import('esbuild');
  const { code, map } = await transform(bundle, {
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'ascii',
    target: 'node20',
    sourcemap: 'external',
    sourcesContent: false,
  });
  // The SDK finds places of errors by it, and wants the name of the file in it.
  const named = `{"file":"workflow-bundle.js",${map.slice(map.indexOf('{') + 1)}`;
  return `${inAscii(code)}//# sourceMappingURL=data:application/json;base64,${Buffer.from(named).toString('base64')}\n`;
}

/** Code of esbuild's without the letters that it leaves in regular expressions: V8 takes plain ASCII in half of the memory. */
export function inAscii(code: string): string {
  return code.replaceAll(
    /[^\0-\x7f]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

type WebpackConfig = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];

/**
 * Modules that these files import are evaluated when something of them is used, and not with the bundle: each workflow
 * evaluates the bundle anew, lanes and locks too, and the schemas of all recipes took a fifth of a second of CPU each time.
 */
export function evaluatedLate(files: readonly string[], config: WebpackConfig): WebpackConfig {
  const loader = createRequire(createRequire(import.meta.url).resolve('@temporalio/worker')).resolve(
    'swc-loader',
  );
  const rules = files.map((file) => ({
    include: file,
    // The package says that its files are modules; these are made CommonJS, which can import late.
    type: 'javascript/dynamic',
    use: {
      loader,
      options: {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', lazy: importsOf(file) },
      },
    },
  }));
  return { ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), ...rules] } };
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/\bfrom ["'](.+?)["'];/g)].flatMap(([, source]) => source ?? []);
}
