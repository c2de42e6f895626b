// Compiles the sources to dist/: JavaScript with declarations, the prompts and other assets beside it, the workflow
// bundle, and the programs in one file each. Everything is made in a folder of its own and moved into place at the end, the stamp last.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePrograms } from './program/bundle.mjs';
import { dist, root, sourceFiles, sourcesDigest, stampFile } from './sources.mjs';

const making = join(dist, `.making-${process.pid}`);
const replaced = join(dist, `.replaced-${process.pid}`);

try {
  await build();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(making, { recursive: true, force: true });
  rmSync(replaced, { recursive: true, force: true });
}

async function build() {
  mkdirSync(making, { recursive: true });
  const digest = sourcesDigest();
  const files = sourceFiles();
  await compile(files.filter((path) => path.endsWith('.ts')));
  for (const path of files.filter((each) => !/\.(ts|mjs)$/.test(each))) {
    mkdirSync(dirname(join(making, path)), { recursive: true });
    copyFileSync(join(root, path), join(making, path));
  }
  const { bundleWorkflows } = await import(pathToFileURL(join(making, 'workers/workflow-bundle.js')).href);
  const { code } = await bundleWorkflows();
  writeFileSync(join(making, 'workflow-bundle.js'), code);
  await bundlePrograms(making);
  chmodSync(join(making, 'cli/main.js'), 0o755);
  moveIntoPlace();
  writeFileSync(stampFile, `${digest}\n`);
}

/**
 * Each file by itself: quick, since no types are worked out. `npm run check` checks them; unless --no-types says that
 * they are not needed, the declarations for users of the library are written too, which takes as long as a check.
 */
async function compile(files) {
  const { default: ts } = await import('typescript');
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const parsed = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const options = {
    ...parsed.options,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const faults = files.flatMap((path) => transpile(ts, path, options));
  if (!process.argv.includes('--no-types')) {
    const rootNames = files.map((path) => join(root, path));
    const types = { ...parsed.options, outDir: making, emitDeclarationOnly: true, noCheck: true };
    const program = ts.createProgram(rootNames, types);
    faults.push(...program.emit().diagnostics);
  }
  if (faults.length > 0) throw new Error(ts.formatDiagnostics(faults, formatHost(ts)));
}

function transpile(ts, path, options) {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(
    readFileSync(join(root, path), 'utf8'),
    {
      compilerOptions: options,
      fileName: join(root, path),
      reportDiagnostics: true,
    },
  );
  const target = join(making, path.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
  if (sourceMapText !== undefined) writeFileSync(`${target}.map`, sourceMapText);
  return diagnostics ?? [];
}

function formatHost(ts) {
  return {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => ts.sys.newLine,
  };
}

/** A running process has its files open or loaded; whoever starts next sees the old files or the new ones. */
function moveIntoPlace() {
  rmSync(stampFile, { force: true });
  mkdirSync(replaced, { recursive: true });
  for (const name of readdirSync(dist).filter((each) => !each.startsWith('.')))
    renameSync(join(dist, name), join(replaced, name));
  for (const name of readdirSync(making)) {
    if (existsSync(join(dist, name))) rmSync(join(dist, name), { recursive: true });
    renameSync(join(making, name), join(dist, name));
  }
}
