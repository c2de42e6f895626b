import { hash } from 'node:crypto';

/**
 * Digest of a value: 128 bits of SHA-256 over its canonical JSON (keys sorted, undefined left out), as 32 hex digits.
 * Equal values have equal digests on every machine and Node version.
 */
export function digestOf(value: unknown): string {
  return hash('sha256', canonical(value), 'hex').slice(0, 32);
}

export function canonical(value: unknown): string {
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonical(item)}`;
    return `[${text}]`;
  }
  const fields: Readonly<Record<string, unknown>> = { ...value };
  // By code unit, as no locale would have it.
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name];
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(field)}`;
  }
  return `{${text}}`;
}

/** A non-negative 31-bit integer drawn by a digest: a seed that every inference server accepts. */
export function seedOf(...parts: readonly (string | number)[]): number {
  return hash('sha256', parts.join('\0'), 'buffer').readUInt32BE(0) >>> 1;
}
