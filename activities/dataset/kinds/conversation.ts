import { z } from 'zod';
import type { Section } from '../../../schemas/dataset/section.ts';
import type { conversationFormats } from '../../../schemas/kinds/conversation.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { counted } from '../amounts.ts';
import { samplePart, type KindWriter, type LineFormat } from './kind-writer.ts';
import { chat, contents, shareGpt, spoken, structsOf } from './turns.ts';

const formats: Record<Exclude<(typeof conversationFormats)[number], 'parquet'>, LineFormat> = {
  messages: {
    line: ({ system, thoughts }) => `${spoken(chat, 'messages', system, thoughts)} AS messages`,
    shape: '`{"messages": [{"role": "user", "content": …}, {"role": "assistant", "content": …}, …]}`',
  },
  sharegpt: {
    line: ({ system, thoughts }) => `${spoken(shareGpt, 'messages', system, thoughts)} AS conversations`,
    shape: '`{"conversations": [{"from": "human", "value": …}, {"from": "gpt", "value": …}, …]}`',
  },
};

const turns = structsOf('messages');

/** Messages of a conversation that a sample shows. */
const shown = 12;

const part = samplePart(
  "CASE m.role WHEN 'system' THEN 'System' WHEN 'user' THEN 'User' ELSE 'Assistant' END",
  'm.content',
  "m.role = 'user'",
);
const thought = samplePart("'Reasoning'", 'm.reasoning_content');

export const conversationWriter: KindWriter = {
  text: (name) => contents('messages', name === 'user' ? 'user' : 'assistant'),
  reasons: `len(list_filter(${turns}, lambda m: m.reasoning_content IS NOT NULL)) > 0`,
  unreasoned: { messages: `to_json(${spoken(chat, 'messages', undefined, 'none')})::VARCHAR` },
  formats,
  words: { rows: 'conversations', short: 'conversations' },
  tags: ['conversational', 'instruction-tuning'],
  systemNotice: () =>
    'Conversations without a system message of their own begin with that of `output.system` in the config.',
  sample: () =>
    `flatten(list_transform(${turns}[1:${shown}], lambda m: ` +
    `CASE WHEN m.reasoning_content IS NULL THEN [${part}] ELSE [${thought}, ${part}] END))`,
  size: `len(${turns}) || ' messages, ' || user_tokens || ' → ' || assistant_tokens || ' tokens'`,
  sections,
};

/** Counts of turns beyond which one bar takes all. */
const bars = 16;

async function sections(db: DuckDB): Promise<Section[]> {
  const count = (role: string): string => `len(list_filter(turns, lambda m: m.role = '${role}'))`;
  const found = await db.rows(
    `SELECT least(${count('user')}, ${bars}) AS asked, count(*) AS rows,
      count(*) FILTER (${count('system')} > 0) AS led,
      count(*) FILTER (len(list_filter(turns, lambda m: m.reasoning_content IS NOT NULL)) > 0) AS reasoned,
      count(*) FILTER (turns[-1].role IS DISTINCT FROM 'assistant') AS unanswered
    FROM (SELECT ${turns} AS turns FROM dataset) GROUP BY asked ORDER BY asked`,
    { asked: z.int(), rows: z.int(), led: z.int(), reasoned: z.int(), unanswered: z.int() },
  );
  if (found.length === 0) return [];
  const sum = (of: 'led' | 'reasoned' | 'unanswered'): string =>
    counted(found.reduce((total, row) => total + row[of], 0));
  return [
    {
      title: 'Turns',
      paragraphs: [
        `Conversations with a system message: ${sum('led')}; with reasoning: ${sum('reasoned')}; ` +
          `whose last message is no answer: ${sum('unanswered')}.`,
      ],
      tables: [
        {
          columns: ['Turns of the user', 'Rows'],
          rows: found.map(({ asked, rows }) => [label(asked), rows]),
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Turns of the user',
          x: 'turns',
          y: 'rows',
          bars: found.map(({ asked, rows }) => ({ label: label(asked), value: rows })),
        },
      ],
    },
  ];
}

function label(asked: number): string {
  return asked === bars ? `${String(bars)} or more` : String(asked);
}
