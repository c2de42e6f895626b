import type { z } from 'zod';
import { filterPairs } from '../../../../schemas/recipes/magpie/filters.ts';
import { implementSet } from '../../../engine/sets/set-stage.ts';
import { literal } from '../../../parquet/sql.ts';
import { predicateSql } from './predicate-sql.ts';

type Filter = z.output<typeof filterPairs.params>;

/** Each step says why of those rows that the steps before it left: `reason` is null for what stays. */
export const filterPairsSet = implementSet(filterPairs, (filter, seed) => {
  const judged = chosenBy(filter, seed);
  return {
    keep: `${judged} SELECT id FROM judged WHERE reason IS NULL`,
    otherwise: 'filtered',
    why: `${judged} SELECT id, reason, detail FROM judged WHERE reason IS NOT NULL`,
  };
});

function chosenBy(filter: Filter, seed: number): string {
  const drawn = `md5('${seed}-' || id), id`;
  const steps = [judgedBy(filter), ...quotas(filter, drawn), ...draws(filter, drawn), ...longest(filter)];
  const named = steps.map((sql, at) => `step${at} AS (${sql(at === 0 ? 'input' : `step${at - 1}`)})`);
  return `WITH ${named.join(', ')}, judged AS (SELECT * FROM step${steps.length - 1})`;
}

type Step = (from: string) => string;

/** A row's reject is called by the first predicate that it does not pass. */
function judgedBy({ predicates }: Filter): Step {
  const parts = predicates.map(predicateSql);
  const first = (say: (part: (typeof parts)[number]) => string) =>
    parts.length === 0
      ? 'CAST(NULL AS VARCHAR)'
      : `CASE ${parts.map((part) => `WHEN NOT ${part.passes} THEN ${say(part)}`).join(' ')} END`;
  return (from) =>
    `SELECT *, ${first(({ reason }) => literal(reason))} AS reason, ${first(({ value }) => value)} AS detail FROM ${from}`;
}

/** Rejects what a condition says of the rows that are left, by windows over them. */
const rejecting =
  (unfit: string, reason: string, detail: string): Step =>
  (from) =>
    `SELECT * EXCLUDE (unfit, reason, detail),
        CASE WHEN reason IS NOT NULL THEN reason WHEN unfit THEN ${literal(reason)} END AS reason,
        CASE WHEN reason IS NOT NULL THEN detail WHEN unfit THEN CAST(${detail} AS VARCHAR) END AS detail
      FROM (SELECT *, coalesce(${unfit}, false) AS unfit FROM ${from})`;

function quotas({ perCategory }: Filter, drawn: string): Step[] {
  if (perCategory === undefined) return [];
  const { most, of } = perCategory;
  const own = Object.entries(of).map(([category, rows]) => `WHEN ${literal(category)} THEN ${rows}`);
  const quota =
    own.length === 0 ? `${most ?? 'NULL'}` : `CASE category ${own.join(' ')} ELSE ${most ?? 'NULL'} END`;
  return [
    rejecting('category IS NULL', 'no category', `'none'`),
    rejecting(
      `row_number() OVER (PARTITION BY reason IS NULL, category ORDER BY ${drawn}) > ${quota}`,
      'enough of its category',
      'category',
    ),
  ];
}

/** One row of each value after the other: values with few rows give all that they have. */
function draws({ draw }: Filter, drawn: string): Step[] {
  if (draw === undefined) return [];
  const { size, balanced } = draw;
  const limit = (order: string) =>
    rejecting(
      `row_number() OVER (PARTITION BY reason IS NULL ORDER BY ${order}) > ${size}`,
      'not drawn',
      balanced ?? 'NULL',
    );
  if (balanced === undefined) return [limit(drawn)];
  const places: Step = (from) =>
    `SELECT *, row_number() OVER (PARTITION BY reason IS NULL, ${balanced} ORDER BY ${drawn}) AS place FROM ${from}`;
  return [places, limit(`place, ${drawn}`)];
}

function longest({ longest: most }: Filter): Step[] {
  if (most === undefined) return [];
  return [
    rejecting(
      `row_number() OVER (PARTITION BY reason IS NULL ORDER BY response_characters DESC, id) > ${most}`,
      'not among the longest',
      `response_characters || ' characters'`,
    ),
  ];
}
