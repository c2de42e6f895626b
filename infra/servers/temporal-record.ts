import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const recordSchema = z.object({
  /** Taken again at the next start, so that links into the Web UI stay valid. */
  port: z.int().positive(),
  uiPort: z.int().positive().optional(),
  live: z
    .object({
      pid: z.int().positive(),
      /** The process that started the server. */
      ownerPid: z.int().positive(),
      /** The folder of its leases. */
      users: z.string(),
      address: z.string(),
      namespace: z.string(),
      uiUrl: z.string().optional(),
    })
    .optional(),
});

export type TemporalRecord = z.infer<typeof recordSchema>;

/** The small file beside a database that says who serves it and where. */
export function recordPath(dbPath: string): string {
  return `${dbPath}.server.json`;
}

/** What is recorded beside the database; `undefined` when it was never served or the record cannot be read. */
export async function readRecord(dbPath: string): Promise<TemporalRecord | undefined> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(recordPath(dbPath), 'utf8'))).data;
  } catch {
    // Losing the record costs only the ports.
    return undefined;
  }
}

export async function writeRecord(dbPath: string, record: TemporalRecord): Promise<void> {
  const draft = `${recordPath(dbPath)}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, recordPath(dbPath));
  } catch (error) {
    // A full disk takes an empty file, and each try would leave one more.
    await rm(draft, { force: true });
    throw error;
  }
}
