import { isDeepStrictEqual } from 'node:util';
import type { Analysis } from '../../../schemas/dataset/analysis.ts';
import type { DatasetDiff } from '../../../schemas/dataset/diff.ts';
import type { DatasetFacts } from '../../../schemas/dataset/manifest.ts';
import type { Json } from '../../../schemas/json.ts';
import { publicName } from '../public-columns.ts';

/** A version as its manifest tells of it, or as it will. */
export type VersionFacts = DatasetFacts & { readonly createdAt?: string };

/** What two manifests of a dataset tell differently: everything but the rows themselves. */
export function compareFacts(before: VersionFacts, after: VersionFacts): Omit<DatasetDiff, 'rows'> {
  return {
    name: after.name,
    before: sideOf(before),
    after: sideOf(after),
    stages: stagesOf(before, after),
    rejects: rejectsOf(before, after),
    scores: scoresOf(before.analysis, after.analysis),
    lengths: lengthsOf(before, after),
    config: configOf(before.config, after.config),
    prompts: promptsOf(before.prompts, after.prompts),
  };
}

function sideOf({ version, rows, createdAt, digest, spending }: VersionFacts): DatasetDiff['before'] {
  const { cost, asked } = spending.build;
  return { version, rows, ...(createdAt === undefined ? {} : { createdAt }), digest, cost, asked };
}

/** Pairs what two lists have under the same key, in the order of the second with what only the first has behind. */
function paired<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): { before: T | undefined; after: T | undefined }[] {
  const numbered = (items: readonly T[]): Map<string, T> => {
    const met = new Map<string, number>();
    return new Map(
      items.map((item) => {
        const key = keyOf(item);
        const times = met.get(key) ?? 0;
        met.set(key, times + 1);
        return [`${key}\n${times}`, item];
      }),
    );
  };
  const [first, second] = [numbered(before), numbered(after)];
  const gone = [...first].filter(([key]) => !second.has(key));
  return [
    ...[...second].map(([key, item]) => ({ before: first.get(key), after: item })),
    ...gone.map(([, item]) => ({ before: item, after: undefined })),
  ];
}

function stagesOf(before: VersionFacts, after: VersionFacts): DatasetDiff['stages'] {
  return paired(before.tables, after.tables, ({ table }) => table.stage).map((pair) => {
    const told = pair.after ?? pair.before;
    return {
      stage: told?.table.stage ?? '',
      title: told?.title ?? '',
      before: pair.before?.counts ?? null,
      after: pair.after?.counts ?? null,
    };
  });
}

function rejectsOf(before: VersionFacts, after: VersionFacts): DatasetDiff['rejects'] {
  const counted = ({ tables }: VersionFacts): Map<string, number> => {
    const sums = new Map<string, number>();
    for (const { table, reasons } of tables)
      for (const [reason, rows] of Object.entries(reasons)) {
        const key = `${table.stage}\n${reason}`;
        sums.set(key, (sums.get(key) ?? 0) + rows);
      }
    return sums;
  };
  const [first, second] = [counted(before), counted(after)];
  return [...new Set([...second.keys(), ...first.keys()])].map((key) => {
    const [stage = '', ...reason] = key.split('\n');
    return {
      stage,
      reason: reason.join('\n'),
      before: first.get(key) ?? 0,
      after: second.get(key) ?? 0,
    };
  });
}

type Scores = Analysis['scores'][number];

function scoresOf(before: Analysis, after: Analysis): DatasetDiff['scores'] {
  return paired(before.scores, after.scores, ({ stage, column }) => `${stage} ${column}`).map((pair) => {
    const told = pair.after ?? pair.before;
    return {
      column: told?.column ?? '',
      title: told?.title ?? '',
      before: figuresOf(pair.before),
      after: figuresOf(pair.after),
    };
  });
}

/** The mean is that of the kept rows. */
function figuresOf(given: Scores | undefined): DatasetDiff['scores'][number]['before'] {
  if (given === undefined) return null;
  const sum = (of: (score: Scores['scores'][number]) => number): number =>
    given.scores.reduce((total, score) => total + of(score), 0);
  const kept = sum((score) => score.kept);
  return {
    kept,
    rejected: sum((score) => score.rejected),
    invalid: given.invalid,
    mean: kept === 0 ? null : sum((score) => score.kept * score.score) / kept,
  };
}

function lengthsOf(before: VersionFacts, after: VersionFacts): DatasetDiff['lengths'] {
  const named = ({ analysis, columns }: VersionFacts) =>
    analysis.lengths.map(({ column, unit, mean, median, p90, max }) => ({
      column: publicName(column, columns),
      unit,
      figures: { mean, median, p90, max },
    }));
  return paired(named(before), named(after), ({ column, unit }) => `${column} ${unit}`).map((pair) => ({
    column: (pair.after ?? pair.before)?.column ?? '',
    unit: (pair.after ?? pair.before)?.unit ?? '',
    before: pair.before?.figures ?? null,
    after: pair.after?.figures ?? null,
  }));
}

type Config = DatasetFacts['config'];

function configOf(before: Config, after: Config): DatasetDiff['config'] {
  const [first, second] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  return paths.flatMap((path) => {
    const [was, is] = [first.get(path), second.get(path)];
    if (isDeepStrictEqual(was, is)) return [];
    return [
      { path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ];
  });
}

/** Every value of a config that is no object, by its path; a list is one value. */
function leavesOf(config: Config): Map<string, Json> {
  const leaves = new Map<string, Json>();
  const walk = (value: Json, path: string): void => {
    if (
      typeof value !== 'object' ||
      value === null ||
      Array.isArray(value) ||
      Object.keys(value).length === 0
    )
      return void leaves.set(path, value);
    for (const [name, each] of Object.entries(value)) walk(each, path === '' ? name : `${path}.${name}`);
  };
  for (const [name, each] of Object.entries(config)) walk(each, name);
  return leaves;
}

function promptsOf(before: DatasetFacts['prompts'], after: DatasetFacts['prompts']): DatasetDiff['prompts'] {
  return paired(before, after, ({ name }) => name).flatMap((pair): DatasetDiff['prompts'] => {
    if (pair.after === undefined) return [{ name: pair.before?.name ?? '', change: 'removed' }];
    const { name, digest } = pair.after;
    if (pair.before === undefined) return [{ name, change: 'added' }];
    return pair.before.digest === digest ? [] : [{ name, change: 'changed' }];
  });
}
