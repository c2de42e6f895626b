import { z } from 'zod';
import { publishDataset } from '../../activities/dataset/publish.ts';
import { finishedBuild } from './finished-build.ts';
import { storeWith } from './store-with.ts';

/** Publishes in a process of its own, which stops for ever, to be killed, at the given write to the dataset. */
const [folder, stopAt, rows] = z
  .tuple([z.string(), z.coerce.number(), z.coerce.number()])
  .parse(process.argv.slice(2));
const { input, options } = await finishedBuild({ folder, rows });
const { store } = input.build;
let writes = 0;

async function counted<T>(write: () => Promise<T>): Promise<T> {
  writes += 1;
  if (writes === stopAt) {
    process.stdout.write('stopped\n');
    await new Promise(() => setInterval(() => undefined, 1000));
  }
  return write();
}

const stopping = storeWith(store, {
  putFile: (key, path) => counted(() => store.putFile(key, path)),
  putBytes: (key, bytes) => counted(() => store.putBytes(key, bytes)),
  replace: (key, bytes) => counted(() => store.replace(key, bytes)),
});
await publishDataset({ ...input, build: { ...input.build, store: stopping } }, options);
process.stdout.write('published\n');
