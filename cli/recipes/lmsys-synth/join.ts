import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join as pathOf } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { listSources } from '../../../activities/corpus/list-sources.ts';
import { readRecords } from '../../../activities/corpus/read-records.ts';
import { openS3Source } from '../../../activities/corpus/s3-source.ts';
import { usableId } from '../../../activities/corpus/unfit-text.ts';
import { valueAt } from '../../../activities/corpus/value-at.ts';
import { readMessages } from '../../../activities/recipes/lmsys-synth/conversations/read-messages.ts';
import type { Json } from '../../../schemas/json.ts';
import {
  ReleasedRowSchema,
  ReleaseSchema,
  type Release,
  type ReleasedRow,
} from '../../../schemas/recipes/lmsys-synth/release.ts';
import { exitCodes } from '../../exit-codes.ts';
import { UserMistake } from '../../user-mistake.ts';
import { digestsIn, sha256, withText } from './withheld.ts';

export interface JoinOptions {
  readonly log: readonly string[];
  readonly to: string;
  readonly json?: boolean;
}

/** `tunesmith join FOLDER --log FILES --to FILE`: a release's rows with the text of the user's own log. */
export async function join(folder: string, { log, to, json }: JoinOptions): Promise<number> {
  const release = ReleaseSchema.parse(JSON.parse(await contentOf(folder, 'release.json')));
  const rows = () => rowsIn(folder);
  const { withheld } = release;
  const texts = await textsIn(log, rows(), release);
  const found = { joined: 0, missing: 0, different: 0 };
  const lines = async function* (): AsyncGenerator<string> {
    for await (const row of rows()) {
      const said = texts.get(row.conversation_id);
      const joined = said === undefined ? undefined : withText(row, withheld, said.texts);
      if (said?.seen !== true) found.missing += 1;
      else if (joined === undefined) found.different += 1;
      else {
        found.joined += 1;
        yield `${JSON.stringify(joined)}\n`;
      }
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(to, { flags: 'wx' })).catch((error: unknown) => {
    throw new UserMistake(`${to} cannot be written (${String(error)}); name a new file`);
  });
  const { joined, missing, different } = found;
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ file: to, ...found }, null, 2)}\n`
      : `${to}: ${joined} rows joined, ${missing} whose conversation is not in the log, ${different} whose text there is another\n`,
  );
  return missing + different === 0 ? exitCodes.ok : exitCodes.mistake;
}

async function contentOf(folder: string, name: string): Promise<string> {
  return readFile(pathOf(folder, name), 'utf8').catch((error: unknown) => {
    throw new UserMistake(
      `${pathOf(folder, name)} cannot be read (${String(error)}); name a folder that release wrote`,
    );
  });
}

/** Records of files, one at a time: those of a release or of a log may be more than a string can hold. */
async function* recordsIn(files: readonly string[]): AsyncGenerator<Record<string, Json>> {
  const objects = () => openS3Source();
  for (const file of await listSources({ files: [...files] }, process.cwd(), objects))
    for await (const line of readRecords(file, { maxBytes: 10_000_000, objects }))
      if ('record' in line) yield line.record;
}

async function* rowsIn(folder: string): AsyncGenerator<ReleasedRow> {
  for await (const record of recordsIn([pathOf(folder, 'rows.jsonl')]))
    // In the release's own order.
    yield { ...record, ...ReleasedRowSchema.parse(record) };
}

/** What of a conversation the rows want, by its digest; `seen` once the log has it. */
interface Wanted {
  seen: boolean;
  readonly digests: Set<string>;
  readonly texts: Map<string, string>;
}

/** The texts that the rows want, by conversation: read from the log one record at a time. */
async function textsIn(
  log: readonly string[],
  rows: AsyncIterable<ReleasedRow>,
  { withheld, log: { id, conversation } }: Release,
): Promise<ReadonlyMap<string, Wanted>> {
  const all = new Map<string, Wanted>();
  for await (const row of rows) {
    const wanted = all.get(row.conversation_id) ?? { seen: false, digests: new Set(), texts: new Map() };
    for (const digest of digestsIn(row, withheld)) wanted.digests.add(digest);
    all.set(row.conversation_id, wanted);
  }
  for await (const record of recordsIn(log)) {
    const told = valueAt(record, id);
    const name = typeof told === 'string' || typeof told === 'number' ? usableId(String(told).trim()) : '';
    const wanted = all.get(name);
    if (wanted === undefined) continue;
    wanted.seen = true;
    const messages = readMessages(valueAt(record, conversation), undefined);
    if ('unread' in messages) continue;
    for (const { content } of messages) {
      const text = content.trim();
      const digest = sha256(text);
      if (wanted.digests.has(digest)) wanted.texts.set(digest, text);
    }
  }
  return all;
}
