import type { z } from 'zod';
import type { Store } from '../storage/store.ts';

/** A JSON object in the store that does not have the shape that it must have. */
export class DocumentUnreadable extends Error {
  override name = 'DocumentUnreadable';
}

/** Reads a JSON object of the store by its schema; undefined when it is not there. Throws DocumentUnreadable. */
export async function readDocument<T>(
  store: Store,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const bytes = await store.getBytes(key);
  if (bytes === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new DocumentUnreadable(
      `${store.locate(key)} is not what Tunesmith wrote (${why}); remove it and run the build again`,
    );
  }
}

/** Reads a JSON object that must be there. */
export async function needDocument<T>(store: Store, key: string, schema: z.ZodType<T>): Promise<T> {
  const document = await readDocument(store, key, schema);
  if (document === undefined)
    throw new DocumentUnreadable(`${store.locate(key)} is missing; was the store cleaned during the build?`);
  return document;
}

export function toJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
