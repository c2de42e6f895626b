import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openFoundry } from '../../builds/foundry.ts';
import { tunesmith } from '../../cli/command-line.ts';
import { logOf, lmsysSynth, played, shipped } from './sample-build.ts';

const run = promisify(execFile);
const RowSchema = z.looseObject({
  conversation_id: z.string(),
  turn: z.int(),
  response: z.string().optional(),
});
type Row = z.infer<typeof RowSchema>;
const MessagesSchema = z.array(z.object({ role: z.string(), content: z.string() }));

/** A text's letters and digits alone: pages and JSON write the others in ways of their own. */
function wordsOf(text: string): string {
  return text.replaceAll(/&#?\w+;|\\[nrt"]|[^\p{L}\p{N}]+/gu, ' ').replaceAll(/ +/g, ' ');
}

function linesOf(path: string) {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => RowSchema.parse(JSON.parse(line)));
}

test('a dataset is released without its log’s text, and joined with one’s own copy by command and by script', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const { folder, store } = foundry;
  const more = {
    translation: { into: ['jpn_Jpan'] },
    roles: { ...lmsysSynth.roles, translator: played },
    arms: ['random'],
    turns: 3,
  };
  const conversations = await logOf(foundry);
  const dataset = await foundry.build({ ...lmsysSynth, ...more, name: 'synth', conversations });
  const said = new Map(shipped.map((each) => [each.conversation_id, each.conversation]));
  const messageOf = (row: Row, after = 0) =>
    said.get(row.conversation_id)?.[row.turn + after]?.content.trim();
  for (const [name, withheld, isTheLogs] of [
    ['synth', 'instruction', (row) => expect(row['instruction']).toBe(messageOf(row))],
    ['synth-jpn_jpan', 'source_instruction', (row) => expect(row['source_instruction']).toBe(messageOf(row))],
    [
      'synth-random',
      'instruction, response',
      (row) => expect([row['instruction'], row.response]).toEqual([messageOf(row), messageOf(row, 1)]),
    ],
    [
      'synth-conversations',
      'messages',
      (row) => {
        const asked = MessagesSchema.parse(row['messages']).filter(({ role }) => role === 'user');
        const users = said.get(row.conversation_id)?.filter(({ role }) => role === 'user') ?? [];
        expect(asked.map(({ content }) => content)).toEqual(
          users.slice(0, asked.length).map(({ content }) => content.trim()),
        );
      },
    ],
  ] as const satisfies readonly (readonly [string, string, (row: Row) => void])[]) {
    const released = join(folder, `released-${name}`);
    const made = await tunesmith(
      ['release', name, '--to', released, '--store', store, '--why', 'Its licence.'],
      folder,
    );
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(`without the log's text in ${withheld}`);

    // Nothing of what the log says is in any file of it, its card and report among them.
    const files = readdirSync(released);
    expect(files.sort()).toEqual(['README.md', 'join.py', 'release.json', 'report.html', 'rows.jsonl']);
    const everything = wordsOf(files.map((file) => readFileSync(join(released, file), 'utf8')).join('\n'));
    const isArm = name === 'synth-random';
    for (const { conversation } of shipped)
      for (const { role, content } of conversation)
        if ((role === 'user' || isArm) && content.trim().length > 30)
          expect(everything).not.toContain(wordsOf(content));
    const card = readFileSync(join(released, 'README.md'), 'utf8');
    expect(card).toContain(`\`${withheld.replace(', ', '` and `')}\`. Its licence.`);
    expect(card).toContain('## From conversations to pairs');
    expect(everything).not.toContain(wordsOf(folder));

    const [log = ''] = conversations.files;
    const [byCommand, byScript] = [join(folder, `${name}-1.jsonl`), join(folder, `${name}-2.jsonl`)];
    expect(await tunesmith(['join', released, '--log', log, '--to', byCommand], folder)).toMatchObject({
      code: 0,
    });
    const gzipped = join(folder, 'log.jsonl.gz');
    writeFileSync(gzipped, gzipSync(readFileSync(log)));
    await run('python3', [join(released, 'join.py'), '--log', gzipped, '--to', byScript]);
    const rows = linesOf(byCommand);
    expect(rows).toHaveLength(dataset.rows);
    expect(linesOf(byScript)).toEqual(rows);
    for (const row of rows) isTheLogs(row);
  }

  // Another text in the log is no match, and one that lacks conversations gives the others.
  const other = shipped
    .slice(0, 40)
    .map((each, at) =>
      at === 0 ? { ...each, conversation: [{ role: 'user', content: 'Another text' }] } : each,
    );
  const { files } = await logOf(foundry, other, 'other.jsonl');
  const to = join(folder, 'part.jsonl');
  const part = await tunesmith(
    ['join', join(folder, 'released-synth'), '--log', ...files, '--to', to, '--json'],
    folder,
  );
  expect(part.code).toBe(2);
  const told = z
    .object({ joined: z.int(), missing: z.int(), different: z.int() })
    .parse(JSON.parse(part.stdout));
  expect(told.different).toBe(1);
  expect(told.joined + told.missing).toBe(dataset.rows - 1);
  expect(linesOf(to)).toHaveLength(told.joined);

  const taken = await tunesmith(['release', 'synth', '--to', folder, '--store', store], folder);
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('name a new folder')]);
});
