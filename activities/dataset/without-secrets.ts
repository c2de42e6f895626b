import { z } from 'zod';
import type { Json } from '../../schemas/json.ts';
import { JsonSchema } from '../../schemas/json.ts';
import { secretsIn } from '../../schemas/secrets.ts';

/**
 * A config, or its part at `at`, as it may be shown to others. Configs with secrets are refused before a build; this keeps what an older plan
 * may hold out of what is published.
 */
export function withoutSecrets(config: unknown, ...at: PropertyKey[]): Record<string, Json> {
  // Through JSON, since a checked config has undefined where the user left something out.
  const shown: unknown = JSON.parse(JSON.stringify(config), cleaned);
  for (const { path } of secretsIn(shown, at)) hide(shown, path.slice(at.length));
  return z.record(z.string(), JsonSchema).parse(shown);
}

/** User names, passwords and query strings are taken out of addresses. */
function cleaned(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/^[a-z][a-z0-9+.-]*:\/\/\S*$/i.test(value)) return value;
  return value.replace(/:\/\/[^/?#]*@/, '://').replace(/[?#].*$/s, '');
}

function hide(config: unknown, path: readonly PropertyKey[]): void {
  const [name, ...rest] = path;
  if (name === undefined || typeof config !== 'object' || config === null) return;
  if (rest.length > 0) hide(Reflect.get(config, name), rest);
  else Reflect.set(config, name, '(not shown)');
}
