// The Node that everything runs on: the newest one that is there, and at least one that its makers still mend. Plain
// JavaScript without dependencies, since it runs before there are any.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Older ones are past their end (Node 20 was in April 2026), and take 1.5 times the CPU for the same rows. */
const oldestWanted = 22;
/** What a machine with an older one gets, from the npm registry, whose digests npm checks: the one that is mended longest. */
const fetched = '24';

/**
 * Path of the newest Node of this one, and of what was fetched before; where both are too old, a newer one is fetched
 * once and kept beside the servers. Where that cannot be, this one is used.
 * @param {(line: string) => void} say told what is done, and why it could not be
 * @param {string} version of the Node that runs this
 */
export function newestNode(say, version = process.versions.node) {
  const kept = newestKept();
  const own = majorOf(version);
  if (kept !== undefined && majorOf(kept.version) > own) return kept.path;
  if (own >= oldestWanted) return process.execPath;
  return fetchNode(say, version) ?? process.execPath;
}

/** @returns {string} `PATH` with the folder of a Node before all others, so that scripts start with it as well. */
export function pathWith(node) {
  return `${dirname(node)}:${process.env.PATH ?? ''}`;
}

function newestKept() {
  const folder = keptFolder();
  let names = [];
  try {
    names = readdirSync(folder);
  } catch {
    // None was fetched.
  }
  return names
    .map((version) => ({ version, path: join(folder, version, 'bin/node') }))
    .filter(({ version, path }) => /^\d+\.\d+\.\d+$/.test(version) && isProgram(path))
    .sort((one, other) => majorOf(other.version) - majorOf(one.version))[0];
}

function fetchNode(say, own) {
  const without = (why) => void say(`Going on with Node ${own}: ${why}.`);
  say(`Fetching Node ${fetched} from the npm registry: ${own} is past its end ...`);
  const folder = keptFolder();
  const name = packageName();
  mkdirSync(folder, { recursive: true });
  const making = mkdtempSync(join(folder, '.making-'));
  try {
    // What went wrong is told, however quiet the npm is that this may run under.
    const options = [
      '--loglevel=error',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--no-save',
    ];
    const { status, error, stderr } = spawnSync(
      'npm',
      ['install', '--prefix', making, ...options, `${name}@${fetched}`],
      { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1e8 },
    );
    if (status !== 0) return without(error?.message ?? firstLine(stderr));
    const made = join(making, 'node_modules', name);
    // One that does not start here (another C library) would end every command.
    const { stdout } = spawnSync(join(made, 'bin/node'), ['--version'], { encoding: 'utf8' });
    const [, version] = /^v(\d+\.\d+\.\d+)$/.exec(stdout?.trim() ?? '') ?? [];
    if (version === undefined) return without(`that of the package ${name} does not start on this machine`);
    try {
      renameSync(made, join(folder, version));
    } catch {
      // Another bootstrap was quicker.
    }
    return newestKept()?.path;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** `node` itself is a package without a program: its install script takes in the one for the machine. */
function packageName() {
  const machine = `${process.platform}-${process.arch}`;
  return machine === 'darwin-arm64' ? `node-bin-${machine}` : `node-${machine}`;
}

function keptFolder() {
  return join(cacheFolder(), 'node', `${process.platform}-${process.arch}`);
}

/** The same as `infra/servers/cache-folder.ts`, which needs a package. */
function cacheFolder() {
  const { TUNESMITH_CACHE: own, XDG_CACHE_HOME: users } = process.env;
  if (own) return resolve(own);
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/tunesmith');
  return join(users || join(homedir(), '.cache'), 'tunesmith');
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function majorOf(version) {
  return Number(version.split('.')[0]);
}

function firstLine(text = '') {
  return (text.split('\n').find((line) => line.trim() !== '') ?? 'npm failed').trim();
}
