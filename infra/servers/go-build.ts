import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.ts';
import { withFileLock } from './file-lock.ts';
import { GoBuildError } from './go-build-error.ts';
import { elapsed, silent, type OnProgress } from './progress.ts';

export interface GoProgram {
  /** The binary's name, for example `temporal`. */
  name: string;
  /** For people, for example `the Temporal server`. */
  label: string;
  /** The folder with go.mod and go.sum. */
  module: string;
  /** The package to build, for example `.`. */
  target: string;
  /** For people: how long the first build takes, for example `about 3 minutes`. */
  firstBuild: string;
}

const REPORT_MS = 1_000;

/**
 * The path of the program's binary in the cache, or `undefined` when it was not built yet. Where Go is missing, a
 * binary of the same sources by any version of Go will do.
 */
export async function cachedGoBinary(program: GoProgram): Promise<string | undefined> {
  const folder = await binaryFolder();
  const version = await goVersion();
  const stem = await binaryStem(program);
  const names = version === undefined ? await readdir(folder) : [stem + version];
  const found = names.find((name) => name.startsWith(stem));
  return found !== undefined && (await exists(join(folder, found))) ? join(folder, found) : undefined;
}

/**
 * The path of the program's binary, built from the Go module proxy when the cache lacks it. Two processes that ask at once
 * build once. `onProgress` gets a line a second while it builds.
 * @throws GoBuildError when Go is missing or the build fails.
 */
export async function goBinary(program: GoProgram, onProgress: OnProgress = silent): Promise<string> {
  const version = await goVersion();
  if (version === undefined) throw new GoBuildError(await goMissing(program));
  const folder = await binaryFolder();
  const name = (await binaryStem(program)) + version;
  const path = join(folder, name);
  if (await exists(path)) return path;
  return withFileLock(
    join(folder, `.building-${name}`),
    async () => {
      if (!(await exists(path))) await build(program, path, onProgress);
      return path;
    },
    (pid) => onProgress(`Waiting for process ${pid}, which is building ${program.label} ...`),
  );
}

async function build(program: GoProgram, path: string, onProgress: OnProgress): Promise<void> {
  const draft = join(dirname(path), `.draft-${randomUUID()}`);
  const started = Date.now();
  const intro = `Building ${program.label} from the Go module proxy (first time only, ${program.firstBuild})`;
  onProgress(`${intro} ...`);
  const child = spawn('go', ['build', '-v', '-ldflags', '-s -w', '-o', draft, program.target], {
    cwd: program.module,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A go.work above the package is the user's own and knows nothing of this module.
    env: { ...process.env, GOWORK: 'off' },
  });
  const lastLines: string[] = [];
  const report = setInterval(() => {
    onProgress(
      `${intro} ... ${elapsed(Date.now() - started)}, ${lastLines.at(-1) ?? 'resolving modules or linking'}`,
    );
  }, REPORT_MS);
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
    }
    if ((await code) !== 0) {
      throw new GoBuildError(
        `Building ${program.label} with Go in ${program.module} failed:\n${lastLines.join('\n')}`,
      );
    }
    await rename(draft, path);
    onProgress(`Built ${program.label} in ${elapsed(Date.now() - started)}.`);
  } finally {
    clearInterval(report);
    child.kill();
    await rm(draft, { force: true });
  }
}

/** The name carries what the binary depends on, so that a change of the sources or of Go builds a new one beside the old. */
async function binaryStem(program: GoProgram): Promise<string> {
  const digest = createHash('sha256').update(`${program.target}\n`);
  const sources = (await readdir(program.module)).filter((name) => /(\.go|^go\.mod|^go\.sum)$/.test(name));
  for (const name of sources.sort()) {
    const content = await readFile(join(program.module, name));
    digest.update(`${name} ${content.length}\n`).update(content);
  }
  return `${program.name}-${digest.digest('hex').slice(0, 16)}-`;
}

async function binaryFolder(): Promise<string> {
  const folder = join(cacheFolder(), 'servers');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** For example `go1.26.8`; `undefined` when there is no `go` on the PATH. */
async function goVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('go', ['env', 'GOVERSION']);
    return stdout.trim().replace(/[^\w.]+/g, '_');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function goMissing(program: GoProgram): Promise<string> {
  const required = /^go (\S+)$/m.exec(await readFile(join(program.module, 'go.mod'), 'utf8'))?.[1] ?? '1.26';
  return (
    `Cannot build ${program.label}: there is no \`go\` command on the PATH. ` +
    `Install Go ${required} or newer (https://go.dev/dl) and run this again.`
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
