const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 12,345 */
export function counted(value: number): string {
  return whole.format(value);
}

const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** At most three significant digits, but whole numbers in full: 0.0312, 41.7, 1,234. */
export function measured(value: number): string {
  return Math.abs(value) >= 100 ? counted(value) : precise.format(value);
}

/** The same as text in SQL, of an expression that is a number. */
export function measuredSql(value: string): string {
  const number = `(${value})::DOUBLE`;
  return `CASE WHEN abs(${number}) >= 100 AND isfinite(${number}) THEN format('{:.0f}', ${number}) ELSE format('{:.3g}', ${number}) END`;
}

/** A cell of a recipe's own table. */
export function cellText(cell: string | number | null): string {
  return typeof cell === 'number' ? measured(cell) : (cell ?? '–');
}

/** 14.2% */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.1) return '<0.1%';
  return `${percent.toFixed(percent < 99.95 && percent >= 0.05 ? 1 : 0)}%`;
}

/** 840 ms, 12.4 s, 3 min 12 s, 2 h 5 min */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 1.2 MB */
export function bytesOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${measured(bytes / 1000 ** power)} ${units[power] ?? 'B'}`;
}

/** $0.42; – where no price is configured. */
export function dollars(cost: number): string {
  if (cost === 0) return '–';
  return cost < 0.01 ? '<$0.01' : `$${cost.toFixed(2)}`;
}
