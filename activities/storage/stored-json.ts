import type { z } from 'zod';
import type { Store } from './store.ts';

/** A JSON object in the store that does not have the shape that it must have. */
export class ObjectUnreadable extends Error {
  override name = 'ObjectUnreadable';
}

/** Reads a JSON object of the store by its schema; undefined when it is not there. Throws ObjectUnreadable. */
export async function readStored<T>(store: Store, key: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const bytes = await store.getBytes(key);
  if (bytes === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ObjectUnreadable(
      `${store.locate(key)} is not what Tunesmith wrote (${why}); remove it and run the build again`,
    );
  }
}

/** Reads a JSON object that must be there. */
export async function needStored<T>(store: Store, key: string, schema: z.ZodType<T>): Promise<T> {
  const document = await readStored(store, key, schema);
  if (document === undefined)
    throw new ObjectUnreadable(`${store.locate(key)} is missing; was the store cleaned during the build?`);
  return document;
}

export function toJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
