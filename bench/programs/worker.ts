import { openHome } from '../../workers/home.ts';
import { startWorkers } from '../../workers/start.ts';

/**
 * An all-in-one worker as a process of its own, without the command line's progress: what measures of the engine
 * alone run. Arguments: address and namespace of the Temporal server. Says `ready`, ends in order on SIGTERM.
 */
const [address = '', namespace = ''] = process.argv.slice(2);
const workers = await startWorkers({
  address,
  namespace,
  home: await openHome(),
  log: (line) => console.error(line),
});
process.once('SIGTERM', () => void workers.stop());
console.log('ready');
await workers.done;
process.exit(0);
