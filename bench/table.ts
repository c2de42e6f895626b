import { reaches, type Measure, type Target } from './measure.ts';

export interface Judged extends Measure {
  readonly scenario: string;
  /** Undefined where nothing is required, or where the run was too small to be judged. */
  readonly passed: boolean | undefined;
}

/** Judges a scenario's measures; a scaled-down run is not judged, since its fixed costs weigh more. */
export function judge(scenario: string, measures: readonly Measure[], scale: number): Judged[] {
  return measures.map((measure) => ({
    scenario,
    ...measure,
    passed: scale === 1 ? reaches(measure) : undefined,
  }));
}

/** Lines of a table with one measure each; faiss has a column where it was asked for. */
export function tableOf(measures: readonly Judged[]): string[] {
  const withFaiss = measures.some(({ faiss }) => faiss !== undefined);
  const head = [
    'scenario',
    'measure',
    'ours',
    'plain loop',
    ...(withFaiss ? ['faiss-cpu'] : []),
    'required',
    '',
  ];
  const rows = measures.map(({ scenario, name, unit, ours, loop, faiss = '', target, passed }) => [
    scenario,
    name,
    amount(ours, unit),
    loop === undefined ? '' : amount(loop, unit),
    ...(withFaiss ? [typeof faiss === 'string' ? faiss : amount(faiss, unit)] : []),
    target === undefined ? '' : required(target, unit),
    passed === undefined ? '' : passed ? 'ok' : 'MISSED',
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

function required(target: Target, unit: string): string {
  if ('atLeast' in target) return `>= ${amount(target.atLeast, unit)}`;
  if ('atMost' in target) return `<= ${amount(target.atMost, unit)}`;
  return amount(target.exactly, unit);
}

/** A figure with as many digits as say something. */
export function amount(value: number, unit: string): string {
  if (unit === 'share' || unit === 'ratio') return value.toFixed(value < 0.1 ? 4 : 3);
  const text = value.toLocaleString('en-US', {
    maximumFractionDigits: value < 100 && !Number.isInteger(value) ? 2 : 0,
  });
  return unit === 'rows' || unit === 'answers' || unit === 'events' ? text : `${text} ${unit}`;
}
