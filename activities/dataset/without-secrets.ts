import { z } from 'zod';
import type { Json } from '../../schemas/json.ts';
import { JsonSchema } from '../../schemas/json.ts';

/** A config as it may be shown to others: user names, passwords and query strings are taken out of its addresses. */
export function withoutSecrets(config: unknown): Record<string, Json> {
  // Through JSON, since a checked config has undefined where the user left something out.
  return z.record(z.string(), JsonSchema).parse(JSON.parse(JSON.stringify(config), cleaned));
}

function cleaned(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/^[a-z][a-z0-9+.-]*:\/\/\S*$/i.test(value)) return value;
  return value.replace(/:\/\/[^/@]*@/, '://').replace(/\?.*$/s, '');
}
