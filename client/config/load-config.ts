import { resolve } from 'node:path';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { Recipe } from '../../schemas/build/recipe.ts';
import { recipes } from '../../schemas/recipes/index.ts';
import { secretsIn } from '../../schemas/secrets.ts';
import { closest } from './closest.ts';
import { ConfigError, type ConfigFinding } from './config-error.ts';
import { readConfigFile, type ConfigFile } from './config-file.ts';
import { endpointSource, isHolder } from './endpoint-rule.ts';
import { fillRoles } from './fill-roles.ts';
import { findingsOf, pathText } from './findings.ts';
import { resolvePaths } from './paths.ts';

export interface LoadOptions {
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Base URL of a running stand-in endpoint, used when neither the config nor the environment names an endpoint. */
  readonly standIn?: string | undefined;
}

/**
 * Reads a build's config from a YAML or JSON file, checks it by its recipe's schema and fills in every default.
 *
 * - Relative paths start at the file's folder; a config that names no store uses `tunesmith-store` in the working
 *   directory.
 * - Without `endpoints.default`, roles that name no endpoint use OPENAI_BASE_URL with OPENAI_API_KEY; without a
 *   model, they use OPENAI_MODEL.
 *
 * Throws ConfigError with one line for each thing that is wrong.
 *
 * @example
 * const config = await loadConfig('my-dataset.yaml');
 */
export async function loadConfig(path: string, options: LoadOptions = {}): Promise<BuildConfig> {
  return checkConfig(await readConfigFile(path), options);
}

/** As `loadConfig`, for a file that was read already. */
export async function checkConfig(file: ConfigFile, options: LoadOptions = {}): Promise<BuildConfig> {
  refuseSecrets(file);
  const recipe = recipeNamed(file);
  const { env = process.env, standIn } = options;
  const filled = await fillRoles(file, { env, standIn });
  const value = resolvePaths(filled.value, file.folder);
  value['store'] ??= resolve('tunesmith-store');
  const checked = recipe.schema.safeParse(value);
  const findings = [...filled.findings];
  // A missing model or endpoint was told above already, with better advice.
  const known = new Set(findings.map(({ at }) => at));
  if (!checked.success) {
    const others = findingsOf(checked.error, value, recipe.schema, file).filter(({ at }) => !known.has(at));
    const fromEnvironment = endpointSource(file, env) === 'environment';
    findings.push(...others.map((finding) => (fromEnvironment ? namedByVariable(finding) : finding)));
  }
  if (checked.success && findings.length === 0) findings.push(...unknownEndpoints(value, file));
  if (!checked.success || findings.length > 0) throw new ConfigError(file.path, findings);
  return checked.data;
}

/** Before anything else is said of a config, or asked of its endpoints: other messages repeat what they met. */
function refuseSecrets(file: ConfigFile): void {
  const found = secretsIn(file.value);
  if (found.length === 0) return;
  throw new ConfigError(
    file.path,
    found.map(({ path, problem }) => ({ at: pathText(path), line: file.lineOf(path), problem })),
  );
}

/** What is wrong with an endpoint that the environment gave is mended there, not in the file. */
function namedByVariable(finding: ConfigFinding): ConfigFinding {
  return finding.at.startsWith('endpoints.default.')
    ? { ...finding, at: 'OPENAI_BASE_URL', line: undefined }
    : finding;
}

function recipeNamed(file: ConfigFile): Recipe {
  const met = file.value['recipe'];
  const names = recipes.map(({ name }) => name);
  const found = recipes.find(({ name }) => name === met);
  if (found !== undefined) return found;
  const near = typeof met === 'string' ? closest(met, names) : undefined;
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const problem =
    met === undefined
      ? `is missing; name one of ${names.join(', ')}`
      : `there is no recipe ${JSON.stringify(met)}, only ${names.join(', ')}${hint}`;
  throw new ConfigError(file.path, [{ at: 'recipe', line: file.lineOf(['recipe']), problem }]);
}

/** Roles whose endpoint is not among the config's. */
function unknownEndpoints(value: Record<string, unknown>, file: ConfigFile): ConfigFinding[] {
  const { roles, endpoints } = value;
  if (!isHolder(roles) || !isHolder(endpoints)) return [];
  const names = Object.keys(endpoints);
  return Object.entries(roles).flatMap(([name, role]) => {
    const endpoint = isHolder(role) ? role['endpoint'] : undefined;
    if (typeof endpoint !== 'string' || Object.hasOwn(endpoints, endpoint)) return [];
    const near = closest(endpoint, names);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    const there = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
    return [
      {
        at: `roles.${name}.endpoint`,
        line: file.lineOf(['roles', name, 'endpoint']),
        problem: `"${endpoint}" is not among endpoints (${there})${hint}`,
      },
    ];
  });
}
