import { openHome } from '../../workers/home.ts';
import { startWorkers } from '../../workers/start.ts';

// A worker as a process of its own: node --import tsx worker-process.ts ADDRESS NAMESPACE, with TUNESMITH_HOME set.
const [address = '', namespace = ''] = process.argv.slice(2);
// The test holds the other end: however it ends, no worker outlives it.
process.stdin.once('end', () => process.exit(1)).resume();
const workers = await startWorkers({ address, namespace, home: await openHome() });
process.stdout.write('ready\n');
await workers.done;
