// A worker as a process of its own, of the sources or of what is built of them: node worker-process.mjs FOLDER EXTENSION
// ADDRESS NAMESPACE, with TUNESMITH_HOME set.
import { pathToFileURL } from 'node:url';

const [folder, extension, address, namespace] = process.argv.slice(2);
// The test holds the other end: however it ends, no worker outlives it.
process.stdin.once('end', () => process.exit(1)).resume();
const load = (name) => import(pathToFileURL(`${folder}/workers/${name}${extension}`).href);
const [{ startWorkers }, { openHome }] = await Promise.all([load('start'), load('home')]);
const workers = await startWorkers({ address, namespace, home: await openHome() });
process.stdout.write('ready\n');
await workers.done;
