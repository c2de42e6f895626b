import { join } from 'node:path';
import type { formats } from '../../schemas/build/build.ts';
import { pairText } from '../../schemas/dataset/pair.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { literal } from '../parquet/sql.ts';
import { allWritten, type OpenRows } from './open-rows.ts';

export type ConversationFormat = Exclude<(typeof formats)[number], 'parquet'>;

/** Writes one line of JSON per row in the table's order; returns the file's name. DuckDB streams it. */
export async function writeConversations(
  db: DuckDB,
  { manifest }: Pick<OpenRows, 'manifest'>,
  format: ConversationFormat,
  system: string | undefined,
  folder: string,
): Promise<string> {
  const name = conversationFile(format);
  const written = await db.run(
    `COPY (SELECT ${line(format, system)} FROM dataset) TO ${literal(join(folder, name))} (FORMAT json)`,
  );
  allWritten(name, written, manifest);
  return name;
}

export function conversationFile(format: ConversationFormat): string {
  return `${format}.jsonl`;
}

/** SQL of a pair as text to pre-train on. */
export const pretrainingText = `${literal(pairText.instruction)} || instruction || ${literal(pairText.answer)} || response`;

function line(format: ConversationFormat, system: string | undefined): string {
  switch (format) {
    case 'messages':
      return `${turns('role', 'content', ['system', 'user', 'assistant'], system)} AS messages`;
    case 'sharegpt':
      return `${turns('from', 'value', ['system', 'human', 'gpt'], system)} AS conversations`;
    case 'prompt-completion':
      // There is no place for a system message but the prompt's beginning.
      return `${system === undefined ? '' : `${text(`${system}\n\n`)} || `}instruction AS prompt, response AS completion`;
    case 'text':
      return `${pretrainingText} AS text`;
  }
}

function turns(
  who: string,
  what: string,
  [first, user, assistant]: readonly [string, string, string],
  system: string | undefined,
): string {
  const turn = (speaker: string, value: string): string => `{'${who}': '${speaker}', '${what}': ${value}}`;
  const lead = system === undefined ? [] : [turn(first, text(system))];
  return `[${[...lead, turn(user, 'instruction'), turn(assistant, 'response')].join(', ')}]`;
}

/** A SQL literal of any text: a NUL cannot stand in one. */
function text(value: string): string {
  return value
    .split('\0')
    .map((part) => literal(part))
    .join(' || chr(0) || ');
}
