import { openStore } from '../../activities/storage/open-store.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import { z } from 'zod';

const InputSchema = z.object({
  name: z.string(),
  rounds: z.int(),
  config: StoreSchema,
  cacheDir: z.string(),
});
const { name, rounds, config, cacheDir } = InputSchema.parse(JSON.parse(process.argv[2] ?? ''));

/** Writes `race/0`, `race/1`, ... at the same tenths of a second as any other process that runs this. */
const store = await openStore(config, { cacheDir });
const results: string[] = [];
for (let round = 0; round < rounds; round += 1) {
  await store.putBytes(`arrived/${round}/${name}`, '');
  // A meeting before each key: both processes start it within one look.
  while (!(await store.has(`arrived/${round}/${name === 'A' ? 'B' : 'A'}`)));
  results.push(await store.putBytes(`race/${round}`, Buffer.alloc(200_000, name)));
}
process.stdout.write(JSON.stringify(results));
