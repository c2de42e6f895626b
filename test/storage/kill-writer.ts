import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openStore } from '../../activities/storage/open-store.ts';
import { StoreSchema } from '../../schemas/build/store.ts';

/** Puts one large object; to be killed while it does. */
const InputSchema = z.object({ config: StoreSchema, cacheDir: z.string(), megabytes: z.int() });
const { config, cacheDir, megabytes } = InputSchema.parse(JSON.parse(process.argv[2] ?? ''));
const store = await openStore(config, { cacheDir });
const bytes = Buffer.alloc(megabytes * 1024 ** 2, 'x');
if (config.uri.startsWith('s3:')) {
  const file = join(cacheDir, 'kill-me');
  await writeFile(file, bytes);
  await store.putFile('big', file);
} else await store.putBytes('big', bytes);
