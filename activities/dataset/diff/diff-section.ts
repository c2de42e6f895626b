import type { DatasetDiff } from '../../../schemas/dataset/diff.ts';
import type { Section, SectionTable } from '../../../schemas/dataset/section.ts';
import type { Json } from '../../../schemas/json.ts';
import { counted } from '../amounts.ts';
import { shortened } from '../excerpt.ts';

/** Longest value of a config that the report shows, in characters. */
const longest = 120;

/** What changed since the version before, as a part of the report. */
export function diffSection(diff: DatasetDiff): Section {
  const { before, after, rejects, scores, lengths, config, prompts } = diff;
  const versions = [`v${before.version}`, `v${after.version}`];
  const tables: SectionTable[] = [];
  const table = (columns: string[], rows: SectionTable['rows']): void => {
    if (rows.length > 0) tables.push({ columns, rows });
  };
  const stages = diff.stages.filter((stage) => stage.before?.out !== stage.after?.out);
  table(
    ['Rows out of', ...versions],
    stages.map(({ title, before: was, after: is }) => [title, was?.out ?? null, is?.out ?? null]),
  );
  table(
    ['Rejected by', 'because', ...versions],
    rejects
      .filter((each) => each.before !== each.after)
      .map(({ stage, reason, before: was, after: is }) => [stage, reason, was, is]),
  );
  table(
    ['Mean of', ...versions],
    [
      ...scores.map(({ title, before: was, after: is }) => [
        `${title}, kept`,
        was?.mean ?? null,
        is?.mean ?? null,
      ]),
      ...lengths.map(({ column, unit, before: was, after: is }) => [
        `${column}, ${unit}`,
        was?.mean ?? null,
        is?.mean ?? null,
      ]),
    ],
  );
  table(
    ['Config', ...versions],
    config.map(({ path, before: was, after: is }) => [path, valueOf(was), valueOf(is)]),
  );
  table(
    ['Prompt', ''],
    prompts.map(({ name, change }) => [name, change]),
  );
  return {
    title: `Since version ${before.version}`,
    paragraphs: [rowsLine(diff), ...columnLines(diff)],
    ...(tables.length === 0 ? {} : { tables }),
  };
}

/** 12 rows added, 3 removed, 4 changed, 981 as they were. */
export function rowsLine({ rows, rowsNotCompared, before, after }: DatasetDiff): string {
  if (rows === undefined)
    return `${counted(before.rows)} rows became ${counted(after.rows)}; they were not compared: ${rowsNotCompared ?? ''}`;
  const { added, removed, changed, same } = rows;
  return `${counted(added)} rows added, ${counted(removed)} removed, ${counted(changed)} changed, ${counted(same)} as they were.`;
}

/** In which columns rows changed, and which columns are not in both. */
export function columnLines({ rows }: DatasetDiff): string[] {
  if (rows === undefined) return [];
  const { columns, columnsAdded, columnsRemoved } = rows;
  return [
    ...(columns.length === 0
      ? []
      : [
          `Changed: ${columns.map(({ column, rows: count }) => `${column} in ${counted(count)}`).join(', ')}.`,
        ]),
    ...(columnsAdded.length === 0 ? [] : [`New columns: ${columnsAdded.join(', ')}.`]),
    ...(columnsRemoved.length === 0 ? [] : [`Columns that are gone: ${columnsRemoved.join(', ')}.`]),
  ];
}

/** A value of a config, as JSON but for plain text. */
export function valueOf(value: Json | undefined): string {
  if (value === undefined) return '–';
  return shortened(typeof value === 'string' ? value : JSON.stringify(value), longest);
}
