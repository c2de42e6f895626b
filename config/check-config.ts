import type { BuildConfig } from '../schemas/build/build.ts';
import type { Recipe } from '../schemas/build/recipe.ts';
import { recipes } from '../schemas/recipes/index.ts';
import { secretsIn } from '../schemas/secrets.ts';
import { closest } from './closest.ts';
import { ConfigError, type ConfigFinding } from './config-error.ts';
import type { ConfigText } from './config-file.ts';
import { tooLarge } from './config-size.ts';
import { endpointSource, isHolder, rolesOf } from './endpoint-rule.ts';
import { fillRoles, type Surroundings } from './fill-roles.ts';
import { findingsOf, pathText } from './findings.ts';

/** A config on its way to being checked: what was filled in, and what was found wrong meanwhile. */
export interface Filled {
  readonly value: Record<string, unknown>;
  readonly findings: readonly ConfigFinding[];
}

/**
 * Checks a config by its recipe's schema, once `prepare` has filled in what its surroundings know besides roles: paths, the
 * store, what the fleet has. Throws ConfigError.
 */
export async function checkText(
  text: ConfigText,
  recipe: Recipe,
  surroundings: Surroundings,
  prepare: (value: Record<string, unknown>) => Filled,
): Promise<BuildConfig> {
  const { env, fleet } = surroundings;
  const roles = await fillRoles(text, surroundings);
  const { value, findings: more } = prepare(roles.value);
  const findings = [...roles.findings, ...more];
  const checked = recipe.schema.safeParse(value);
  // A missing model or endpoint was told above already, with better advice.
  const known = new Set(findings.map(({ at }) => at));
  if (!checked.success) {
    const others = findingsOf(checked.error, value, recipe.schema, text).filter(({ at }) => !known.has(at));
    const fromEnvironment = endpointSource(text, env, fleet) === 'environment';
    findings.push(...others.map((finding) => (fromEnvironment ? namedByVariable(finding) : finding)));
  }
  if (checked.success && findings.length === 0) findings.push(...unknownEndpoints(value, text, surroundings));
  const large = checked.success && findings.length === 0 ? tooLarge(checked.data) : undefined;
  if (large !== undefined) findings.push(large);
  if (!checked.success || findings.length > 0) throw new ConfigError(text.path, findings);
  return checked.data;
}

/** Before anything else is said of a config, or asked of its endpoints: other messages repeat what they met. */
export function refuseSecrets(text: ConfigText): void {
  const found = secretsIn(text.value);
  if (found.length === 0) return;
  throw new ConfigError(
    text.path,
    found.map(({ path, problem }) => ({ at: pathText(path), line: text.lineOf(path), problem })),
  );
}

/** What is wrong with an endpoint that the environment gave is mended there, not in the file. */
function namedByVariable(finding: ConfigFinding): ConfigFinding {
  return finding.at.startsWith('endpoints.default.')
    ? { ...finding, at: 'OPENAI_BASE_URL', line: undefined }
    : finding;
}

/** The recipe that a config names. Throws ConfigError. */
export function recipeNamed(text: ConfigText): Recipe {
  const met = text.value['recipe'];
  const names = recipes.map(({ name }) => name);
  const found = recipes.find(({ name }) => name === met);
  if (found !== undefined) return found;
  const near = typeof met === 'string' ? closest(met, names) : undefined;
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const problem =
    met === undefined
      ? `is missing; name one of ${names.join(', ')}`
      : `there is no recipe ${JSON.stringify(met)}, only ${names.join(', ')}${hint}`;
  throw new ConfigError(text.path, [{ at: 'recipe', line: text.lineOf(['recipe']), problem }]);
}

/** Roles whose endpoint neither the config nor the fleet knows. */
function unknownEndpoints(
  value: Record<string, unknown>,
  text: ConfigText,
  { fleet }: Surroundings,
): ConfigFinding[] {
  const { endpoints } = value;
  if (!isHolder(endpoints)) return [];
  const inFleet = Object.keys(fleet?.endpoints ?? {}).filter((name) => !Object.hasOwn(endpoints, name));
  const names = [...Object.keys(endpoints), ...inFleet];
  return rolesOf(value).flatMap(({ at, role: { endpoint } }) => {
    if (typeof endpoint !== 'string' || names.includes(endpoint)) return [];
    const near = closest(endpoint, names);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    const there = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
    const where = fleet === undefined ? 'endpoints' : "endpoints or the fleet's";
    return [
      {
        at: ['roles', ...at, 'endpoint'].join('.'),
        line: text.lineOf(['roles', ...at, 'endpoint']),
        problem: `"${endpoint}" is not among ${where} (${there})${hint}`,
      },
    ];
  });
}
