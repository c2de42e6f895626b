import { z } from 'zod';
import type { Section } from '../../../schemas/dataset/section.ts';
import type { preferenceFormats } from '../../../schemas/kinds/preference.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { counted, measured, measuredSql } from '../amounts.ts';
import {
  samplePart,
  type HasColumn,
  type KindWriter,
  type LineFormat,
  type LineInput,
} from './kind-writer.ts';
import {
  answerTurn,
  chat,
  contents,
  led,
  ledText,
  said,
  shareGpt,
  spoken,
  turn,
  type Speech,
} from './turns.ts';

const formats: Record<Exclude<(typeof preferenceFormats)[number], 'parquet'>, LineFormat> = {
  messages: {
    line: (given) =>
      `${asked(chat, given)} AS prompt, [${answerTurn(given, 'chosen').sql}] AS chosen, [${answerTurn(given, 'rejected').sql}] AS rejected`,
    shape:
      '`{"prompt": [{"role": "user", "content": …}], "chosen": [{"role": "assistant", "content": …}], "rejected": […]}`',
  },
  'prompt-chosen-rejected': {
    line: (parts) =>
      `${ledText(parts.system, 'prompt')} AS prompt, ${said(parts, 'chosen')} AS chosen, ` +
      `${said(parts, 'rejected')} AS rejected`,
    shape: '`{"prompt": …, "chosen": …, "rejected": …}`',
  },
  sharegpt: {
    line: (given) =>
      `${asked(shareGpt, given)} AS conversations, ${turn(shareGpt, 'assistant', said(given, 'chosen'))} AS chosen, ` +
      `${turn(shareGpt, 'assistant', said(given, 'rejected'))} AS rejected`,
    shape:
      '`{"conversations": [{"from": "human", "value": …}], "chosen": {"from": "gpt", "value": …}, "rejected": {…}}`',
  },
};

export const preferenceWriter: KindWriter = {
  text: (name, has) => (name === 'prompt' ? promptText(has) : name),
  formats,
  words: { rows: 'prompts with a better and a worse answer', short: 'prompt, chosen and rejected' },
  tags: ['preference', 'dpo'],
  systemNotice(written) {
    const place = written.includes('prompt-chosen-rejected')
      ? ' In `prompt-chosen-rejected.jsonl` it stands at the beginning of the prompt, followed by an empty line.'
      : '';
    return `Prompts without a system message of their own begin with that of \`output.system\` in the config.${place}`;
  },
  sample: (has) =>
    `[${[
      samplePart("'Prompt'", promptText(has), 'true'),
      samplePart(`'Chosen, score ' || ${measuredSql('chosen_score')}`, 'chosen'),
      samplePart(`'Rejected, score ' || ${measuredSql('rejected_score')}`, 'rejected'),
    ].join(', ')}]`,
  size: "prompt_tokens || ' → ' || chosen_tokens || ' or ' || rejected_tokens || ' tokens'",
  sections,
};

function promptText(has: HasColumn): string {
  return has('prompt') ? 'prompt' : contents('prompt_messages');
}

/** SQL of the prompt's messages. */
function asked(speech: Speech, { system, has }: LineInput): string {
  if (has('prompt_messages')) return spoken(speech, 'prompt_messages', system);
  return led(system, (text) => turn(speech, 'system', text), [turn(speech, 'user', 'prompt')]);
}

const bins = 20;

async function sections(db: DuckDB): Promise<Section[]> {
  const spread = ['chosen_score', 'rejected_score', 'chosen_score - rejected_score'];
  const [all] = await db.rows(
    `SELECT count(*) AS rows, count(*) FILTER (chosen_score = rejected_score) AS ties,
      count(*) FILTER (chosen_score < rejected_score) AS turned, count(*) FILTER (chosen = rejected) AS equal FROM dataset`,
    { rows: z.int(), ties: z.int(), turned: z.int(), equal: z.int() },
  );
  if (all === undefined || all.rows === 0) return [];
  const rows = await db.rows(
    spread
      .map(
        (value, at) =>
          `SELECT ${at} AS score, avg(v)::DOUBLE AS mean, min(v)::DOUBLE AS least, max(v)::DOUBLE AS most
          FROM (SELECT (${value})::DOUBLE AS v FROM dataset) WHERE isfinite(v)`,
      )
      .join(' UNION ALL ') + ' ORDER BY score',
    { mean: z.number().nullable(), least: z.number().nullable(), most: z.number().nullable() },
  );
  const names = ['chosen', 'rejected', 'margin'];
  const margin = rows.at(-1);
  return [
    {
      title: 'Preferences',
      paragraphs: [
        `Ties, whose two answers have one score: ${counted(all.ties)}; rows whose chosen answer has the lower score: ` +
          `${counted(all.turned)}; rows whose two answers are one text: ${counted(all.equal)}.`,
      ],
      tables: [
        {
          columns: ['Score', 'Mean', 'Least', 'Most'],
          rows: rows.map(({ mean, least, most }, at) => [names[at] ?? '', mean, least, most]),
        },
      ],
      plots: await marginPlots(db, margin?.least ?? 0, margin?.most ?? 0),
    },
  ];
}

async function marginPlots(db: DuckDB, least: number, most: number): Promise<Section['plots']> {
  const width = (most - least) / bins;
  if (width <= 0) return [];
  const found = await db.rows(
    `SELECT least(floor((v - ${least}) / ${width}), ${bins - 1})::BIGINT AS bin, count(*) AS rows
    FROM (SELECT (chosen_score - rejected_score)::DOUBLE AS v FROM dataset) WHERE isfinite(v) GROUP BY bin`,
    { bin: z.int(), rows: z.int() },
  );
  const counts = new Map(found.map(({ bin, rows }) => [bin, rows]));
  return [
    {
      kind: 'bars',
      title: 'Margin of the chosen answer',
      x: 'score of chosen minus score of rejected, from',
      y: 'rows',
      bars: Array.from({ length: bins }, (_, bin) => ({
        label: measured(least + bin * width),
        value: counts.get(bin) ?? 0,
      })),
    },
  ];
}
