import type { Connection, Table } from '@lancedb/lancedb';
import type { Templates } from '../read-templates.ts';
import { templatesTable } from './place.ts';
import { lanceRows } from './rows.ts';

/** Bytes of vectors that become one file of the table. */
const fileBytes = 128 * 2 ** 20;
/** Ids that one deletion names. */
const idsAtOnce = 500;

/**
 * Appends templates to a table; without one a new table is made, or where there is one from before it is begun anew:
 * its versions stay. Throws RangeError where there are no templates to make a table of.
 */
export async function appendTemplates(
  db: Connection,
  table: Table | undefined,
  templates: AsyncIterable<Templates> | Iterable<Templates>,
): Promise<Table> {
  let grown = table;
  for await (const some of joined(templates)) {
    const rows = lanceRows(some);
    if (grown === undefined) grown = await db.createTable(templatesTable, rows, { mode: 'overwrite' });
    else await grown.add(rows);
  }
  if (grown === undefined) throw new RangeError('a table cannot be made of no templates');
  return grown;
}

/** Takes templates by their ids, which are hexadecimal, from the table. */
export async function removeTemplates(table: Table, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const some = ids.slice(at, at + idsAtOnce).map((id) => `'${id.replaceAll("'", "''")}'`);
    await table.delete(`template_id IN (${some.join(', ')})`);
  }
}

async function* joined(parts: AsyncIterable<Templates> | Iterable<Templates>): AsyncGenerator<Templates> {
  let waiting: Templates[] = [];
  let bytes = 0;
  for await (const part of parts) {
    waiting.push(part);
    bytes += part.vectors.byteLength;
    if (bytes < fileBytes) continue;
    yield one(waiting);
    [waiting, bytes] = [[], 0];
  }
  if (waiting.length > 0) yield one(waiting);
}

function one(parts: readonly Templates[]): Templates {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? nothing;
  const vectors = new Float32Array(parts.reduce((sum, part) => sum + part.vectors.length, 0));
  let at = 0;
  for (const part of parts) {
    vectors.set(part.vectors, at);
    at += part.vectors.length;
  }
  return { rows: parts.flatMap(({ rows }) => rows), dimensions: first.dimensions, vectors };
}

const nothing: Templates = { rows: [], dimensions: 0, vectors: new Float32Array() };
