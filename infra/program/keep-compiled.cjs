// Writes down the code that V8 compiled for each bundle of a dist, once what every build needs is loaded.
const { readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const { compile, run, folder, digestLength } = require(
  resolve(isMainThread ? process.argv[2] : workerData, 'infra/program/load.cjs'),
);

async function keep(name, use) {
  const script = compile(name);
  await use(run(script, name));
  const digest = readFileSync(join(folder, `${name}.cjs`)).subarray(3, 3 + digestLength);
  writeFileSync(join(folder, `${name}.compiled`), Buffer.concat([digest, script.createCachedData()]));
}

async function main() {
  if (!isMainThread) {
    await keep('workflow-thread', () => undefined);
    process.exit();
  }
  await keep('main', ({ load }) => load());
  await keep('o200k', ({ countTokens }) => countTokens('Loaded, and used once: 1, 2, 3.'));
  const thread = new Worker(__filename, { workerData: process.argv[2] });
  await new Promise((done, failed) => thread.once('exit', done).once('error', failed));
  // What was loaded may hold connections and timers.
  process.exit();
}

void main();
