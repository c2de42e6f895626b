const units = ['', 'k', 'M', 'G', 'T'];

/** 1234567 as 1,234,567. */
export function exact(count: number): string {
  return count.toLocaleString('en-US');
}

/** 1234567 as 1.2M: at most five characters. */
export function compact(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)}${units[unit] ?? ''}`;
}

/** A part of a whole as 12.3%; empty when there is no whole. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)}%`;
}

/** Seconds as 0:07, 12:05 or 3:02:05. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const end = String(rest).padStart(2, '0');
  return hours === 0 ? `${minutes}:${end}` : `${hours}:${String(minutes).padStart(2, '0')}:${end}`;
}

/** Seconds as 6.2 s, 1 min 5 s or 3 h 2 min. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
}

/** US dollars; small sums keep the digits that say something. */
export function dollars(sum: number): string {
  return `$${sum.toFixed(sum < 1 ? 4 : 2)}`;
}
