// Bundles the command line with everything that it may load into dist/program, one file a program, and keeps the code
// that V8 compiles for it: loading a thousand small modules takes a second of CPU, which a build of seconds feels.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from '../sources.mjs';

/** Found at run time: native code, code that must be the same object as that, what only tools need, and
 * data of megabytes that few builds read. */
const apart = [
  '@duckdb/node-bindings',
  '@hono/node-server',
  '@lancedb/lancedb',
  '@modelcontextprotocol/sdk/*',
  '@swc/core',
  '@temporalio/testing',
  '@temporalio/worker/lib/*',
  'apache-arrow',
  'compromise',
  'eld/*',
  'esbuild',
  'gpt-tokenizer/bpeRanks/*',
  'hono',
  'hono/*',
  'typescript',
];
/** The command starts itself by a shell, which finds its Node and gives it its memory: what follows `//` is a remark to Node. */
const start = `#!/bin/sh
':' //; exec "$(dirname "$(readlink -f "$0")")/../infra/program/start.sh" "$0" "$@"
`;
const ours = ['./start-workflow-thread.cjs', '../infra/program/load.cjs'];
const thread = '@temporalio/worker/lib/workflow/workflow-worker-thread';

/** Made of the compiled sources in `compiled`, the folder that is to become dist. */
export async function bundlePrograms(compiled) {
  const target = join(compiled, 'program');
  mkdirSync(target, { recursive: true });
  const main = join(target, 'main.mjs');
  writeFileSync(main, entryOf(compiled));
  const entries = { main, 'workflow-thread': thread };
  await Promise.all(Object.entries(entries).map(([name, entry]) => bundle(name, entry, compiled)));
  await keepRanks(compiled, target);
  writeFileSync(
    join(target, 'start-workflow-thread.cjs'),
    `require('../infra/program/load.cjs').load('workflow-thread');\n`,
  );
  writeFileSync(
    join(compiled, 'cli/main.js'),
    `${start}import program from '../infra/program/load.cjs';\nprogram.load('main').run();\n`,
  );
  writeFileSync(join(target, 'node'), `${process.execPath}\n`);
  // In a process of its own, started as the command is: V8 refuses code that was compiled under other flags.
  const script = fileURLToPath(new URL('keep-compiled.cjs', import.meta.url));
  const starting = join(compiled, 'infra/program/start.sh');
  execFileSync('sh', [starting, script, compiled], { stdio: 'inherit', env: withoutOptions() });
}

/** Packs the vocabulary that texts are counted by unless a config says otherwise. */
async function keepRanks(compiled, target) {
  const module = (path) => import(pathToFileURL(join(compiled, path)).href);
  const { TokenizerSchema } = await module('schemas/inference/tokenizer.js');
  const { packedRanks } = await module('activities/tokens/tiktoken.js');
  const { encoding } = TokenizerSchema.parse({ kind: 'tiktoken' });
  writeFileSync(join(target, `${encoding}.ranks`), await packedRanks(encoding));
}

/** The command line, and what every build loads and runs: that is compiled beforehand. */
function entryOf(compiled) {
  const loading = (path) => `import(${JSON.stringify(join(compiled, path))})`;
  const all = ['cli/commands/run.js', 'client/tunesmith.js', 'workers/start.js', 'workers/prepare.js'];
  return `
export const run = () => ${loading('cli/main.js')};
export const rehearse = async () => {
  await Promise.all([${all.map(loading).join(', ')}]);
  const { rehearse } = await ${loading('cli/rehearse.js')};
  await rehearse();
};
export const collectEarly = async () => (await ${loading('workers/collect-early.js')}).collectEarly();
`;
}

async function bundle(name, entry, compiled) {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // V8 keeps the text of what it runs: 11 MB of it with the comments.
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'ascii',
    external: name === 'main' ? [...apart, ...ours] : [],
    define: { 'import.meta.url': '__bundleUrl' },
    banner: { js: places },
    plugins: [{ name: 'places', setup: (hooks) => setUp(hooks, compiled) }],
    logLevel: 'warning',
  });
  const { inAscii } = await import(pathToFileURL(join(compiled, 'workers/workflow-bundle.js')).href);
  const text = inAscii(Buffer.from(result.outputFiles[0].contents).toString('utf8'))
    // What V8 kept compiled has forgotten how to import; methods of that name are left as they are.
    .replaceAll(/(?<![.\w$#]|(?:async|static|get|set) )import\((?=["'`])/g, '__import(');
  // As `require` wraps a module: here, since doing it at every start would hold the text twice.
  const code = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
  const digest = createHash('sha256').update(code).digest('hex').slice(0, 32);
  writeFileSync(join(compiled, 'program', `${name}.cjs`), `// ${digest}\n${code}`, 'latin1');
}

/** Where things are that code looks for beside itself: what a module says of itself would be said of the bundle. */
const places = `
const __import = (name) => require('../infra/program/load.cjs').importModule(name);
const __bundleUrl = require('node:url').pathToFileURL(__filename).href;
const __urlOf = (path) => new URL('../' + path, __bundleUrl).href;
const __placeOf = (path) => {
  const { dirname, join } = require('node:path');
  const { existsSync } = require('node:fs');
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, 'node_modules', path))) return join(folder, 'node_modules', path);
  throw new Error(path + ' is not installed');
};`;

function setUp({ onLoad, onResolve }, compiled) {
  const modules = join(root, 'node_modules');
  // Webpack and what it needs are loaded by the SDK in any case, and used only to bundle workflows.
  onResolve({ filter: /\/workflow\/bundler$/ }, ({ importer }) =>
    importer.includes('@temporalio') ? { path: 'bundler', namespace: 'later' } : undefined,
  );
  onLoad({ filter: /.*/, namespace: 'later' }, () => ({ contents: laterBundler }));
  onLoad({ filter: /\.[cm]?js$/ }, ({ path }) => {
    const text = readFileSync(path, 'utf8');
    const contents = path.startsWith(modules)
      ? atTheirPlace(text, path, modules)
      : text.replaceAll('import.meta.url', `__urlOf(${JSON.stringify(relative(compiled, path))})`);
    return { contents, loader: 'js' };
  });
}

function atTheirPlace(text, path, modules) {
  const folder = relative(modules, dirname(path));
  return text
    .replaceAll(/\b__dirname\b/g, () => `__placeOf(${JSON.stringify(folder)})`)
    .replaceAll(/require\.resolve\('(\.[^']+)'\)/g, (_, local) => {
      const named = join(folder, local);
      return named === thread
        ? `require.resolve('./start-workflow-thread.cjs')`
        : `require.resolve(${JSON.stringify(named)})`;
    });
}

const laterBundler = `
const bundler = () => require('@temporalio/worker/lib/workflow/bundler.js');
exports.defaultWorkflowInterceptorModules = [require.resolve('@temporalio/worker/lib/workflow-log-interceptor')];
exports.bundleWorkflowCode = (options) => bundler().bundleWorkflowCode(options);
exports.WorkflowCodeBundler = class { constructor(options) { return new (bundler().WorkflowCodeBundler)(options); } };
`;

function withoutOptions() {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return env;
}
