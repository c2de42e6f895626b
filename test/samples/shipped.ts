import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

export const examples = join(import.meta.dirname, '../../examples');
const documents = join(examples, 'documents');

const ShippedSchema = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1),
  source: z.string().min(1),
  metadata: z
    .object({
      title: z.string().min(1),
      licence: z.string().min(1),
      url: z.string().regex(/^(https:\/\/|npm:|deb:)\S+$/),
      prose_share: z.number().min(0).max(1),
      bucket: z.enum(['head', 'middle']),
    })
    .loose(),
});
export type Shipped = z.infer<typeof ShippedSchema>;

export async function documentFiles(): Promise<string[]> {
  return (await readdir(documents)).filter((name) => name.endsWith('.jsonl.gz')).sort();
}

/** Lines of a text file; throws where its bytes are not UTF-8. */
export function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trimEnd().split('\n');
}

/** The documents of one shipped file; throws where a line or a field is not as stated. */
export async function shippedIn(file: string): Promise<Shipped[]> {
  const bytes = gunzipSync(await readFile(join(documents, file)));
  return linesOf(bytes).map((line) => ShippedSchema.parse(JSON.parse(line)));
}

export async function allShipped(): Promise<Shipped[]> {
  return (await Promise.all((await documentFiles()).map(shippedIn))).flat();
}
