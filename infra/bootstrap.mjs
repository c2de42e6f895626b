// Makes a bare checkout ready to run: dependencies, dist/, and with --servers the servers that are built with Go.
// Plain JavaScript without dependencies, since it runs before there are any. Says nothing when nothing is to be done.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createHash } from 'node:crypto';
import { newestNode, pathWith } from './node.mjs';
import { builtDigest, dist, root, sourcesDigest } from './sources.mjs';

checkNode();
const node = newestNode(say);
// What is installed and compiled is for the Node that it runs on.
if (node !== process.execPath) process.exit(again(node));
if (!dependenciesAreFresh()) {
  installDependencies();
  writeFileSync(lockStamp(), lockDigest());
}
if (builtDigest() !== sourcesDigest())
  run('Compiling ...', process.execPath, [join(root, 'infra/build.mjs'), '--no-types']);
if (process.argv.includes('--servers')) {
  const { prepareServers } = await import(pathToFileURL(join(dist, 'infra/servers/prepare.js')).href);
  await prepareServers({ temporal: true, s3: true, onProgress: say }).catch((error) => stop(error.message));
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  stop(
    `Tunesmith needs Node 20.20 or newer; this is ${process.version}. See https://nodejs.org/en/download.`,
  );
}

/** All of this again, by another Node. */
function again(other) {
  const { status, error } = spawnSync(other, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, PATH: pathWith(other) },
  });
  if (error !== undefined) stop(`${other} could not be started: ${error.message}`);
  return status ?? 1;
}

/** By content where our own stamp is there, else by time: a clone is older than what was installed in it. */
function dependenciesAreFresh() {
  try {
    return readFileSync(lockStamp(), 'utf8') === lockDigest();
  } catch {
    try {
      const installed = statSync(join(root, 'node_modules/.package-lock.json')).mtimeMs;
      return installed >= statSync(join(root, 'package-lock.json')).mtimeMs;
    } catch {
      return false;
    }
  }
}

/**
 * A registry that has not yet got the newest builds for other platforms makes `npm ci` refuse a lock file that is right
 * for this one; `npm install` takes the same locked versions and leaves out what is not there.
 */
function installDependencies() {
  say('Installing the dependencies (npm ci) ...');
  const { status, error, stderr } = spawnSync('npm', ['ci', '--include=dev'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (error !== undefined) stop(`npm could not be started: ${error.message}`);
  if (status === 0) return;
  if (!stderr.includes('EUSAGE')) stop(stderr);
  const what = 'The registry lacks packages for other platforms; installing with npm install ...';
  run(what, 'npm', ['install', '--include=dev', '--no-save']);
}

function lockStamp() {
  return join(root, 'node_modules/.tunesmith-lock');
}

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function run(what, command, args) {
  say(what);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) stop(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** On standard error: what a command prints on standard output may be JSON. */
function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(message) {
  say(message);
  process.exit(1);
}
