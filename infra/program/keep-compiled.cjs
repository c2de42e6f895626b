// Writes down the code that V8 compiled for each bundle of a dist, once it has done what it is for.
// Argument: the folder that becomes dist.
const { readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const v8 = require('node:v8');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const made = resolve(isMainThread ? process.argv[2] : workerData);
const { compile, run, folder, digestLength } = require(join(made, 'infra/program/load.cjs'));

async function keep(name, use) {
  const script = compile(name);
  const result = await use(run(script, name));
  const digest = readFileSync(join(folder, `${name}.cjs`)).subarray(3, 3 + digestLength);
  writeFileSync(join(folder, `${name}.compiled`), Buffer.concat([digest, script.createCachedData()]));
  return result;
}

async function main() {
  // V8 forgets the code of functions that have not run for a while, such as those that load modules.
  v8.setFlagsFromString('--no-flush-bytecode');
  const collectEarly = await keep('main', async ({ rehearse, collectEarly }) => {
    await rehearse();
    v8.setFlagsFromString('--flush-bytecode');
    return collectEarly;
  });
  // The thread is begun once a worker has set its flags, and V8 refuses code that was compiled under other ones.
  await collectEarly();
  await inThread();
  // What was loaded may hold connections and timers.
  process.exit();
}

/** The thread of the workflows, up to where it has taken in the bundle of the workflows. */
async function inThread() {
  const thread = new Worker(__filename, { workerData: made });
  const text = readFileSync(join(made, 'workflow-bundle.js'), 'utf8');
  const [code = '', map = ''] = text.split(/\/\/# sourceMappingURL=data:[^,]*,/);
  const workflowBundle = { code, sourceMap: Buffer.from(map, 'base64').toString(), filename: 'workflows.js' };
  const settings = {
    isolateExecutionTimeoutMs: 5000,
    reuseV8Context: true,
    registeredActivityNames: new Set(),
  };
  const ended = new Promise((done, failed) => thread.once('exit', done).once('error', failed));
  thread.postMessage({ requestId: 0n, input: { type: 'init', workflowBundle, ...settings } });
  await ended;
}

async function thread() {
  await keep('workflow-thread', async () => {
    // Its own listener answers the message; ours is asked after it.
    const answered = new Promise((done) => (parentPort.postMessage = done));
    const { result } = await answered;
    if (result.type !== 'ok') throw new Error(`the workflows' thread does not start: ${result.message}`);
  });
  process.exit();
}

void (isMainThread ? main() : thread());
