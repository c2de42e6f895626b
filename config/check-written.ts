import { z } from 'zod';
import type { BuildConfig } from '../schemas/build/build.ts';
import { StartOptionsSchema } from '../schemas/build/start.ts';
import type { Endpoint } from '../schemas/inference/endpoint.ts';
import { checkText, recipeNamed, refuseSecrets, type Filled } from './check-config.ts';
import { configDigest } from './config-digest.ts';
import { ConfigError, type ConfigFinding } from './config-error.ts';
import type { ConfigText } from './config-file.ts';
import { isHolder } from './endpoint-rule.ts';
import type { Surroundings } from './fill-roles.ts';
import { findingsOf, pathText } from './findings.ts';
import { endpointsByName, storeByName } from './fleet-names.ts';
import { relativePathsIn } from './paths.ts';

/** What a worker knows that checks a workflow's input. */
export interface WorkerSurroundings extends Surroundings {
  /** The store of configs that name none, where the fleet has none either. */
  readonly store?: string | undefined;
}

/** A workflow's arguments as somebody wrote them, in whatever language. */
export interface WrittenBuild {
  readonly config: unknown;
  readonly options?: unknown;
}

export interface CheckedBuild {
  /** With every default, the endpoints of the fleet that its roles name, and the fleet's receivers where it names none. */
  readonly config: BuildConfig;
  readonly options: z.output<typeof StartOptionsSchema>;
  /** What tells it from other configs of the dataset, wherever the fleet's endpoints are. */
  readonly configDigest: string;
}

/**
 * Checks the arguments of a workflow of the given type and fills in every default: what people write, as in a config file,
 * but for paths, which must be absolute, since a workflow has no folder. Throws ConfigError.
 */
export async function checkWritten(
  written: WrittenBuild,
  workflow: string,
  surroundings: WorkerSurroundings,
): Promise<CheckedBuild> {
  const text = textOf(written.config);
  refuseSecrets(text);
  const recipe = recipeNamed(text);
  if (recipe.workflow !== workflow)
    throw wrong(
      'recipe',
      `${recipe.name} is built by workflows of the type ${recipe.workflow}, and this one is of the type ${workflow}`,
    );
  const { fleet, store } = surroundings;
  let found: Record<string, Endpoint> = {};
  const config = await checkText(text, recipe, surroundings, (filled): Filled => {
    const named = storeByName(filled, fleet);
    const value = named['store'] === undefined && store !== undefined ? { ...named, store } : named;
    found = endpointsByName(value, fleet);
    const findings = relativePathsIn(value).map(({ at, met }) => relative(at, met));
    if (value['store'] === undefined) findings.push({ at: 'store', line: undefined, problem: noStore });
    return { value, findings };
  });
  const notify = config.notify ?? fleet?.notify;
  return {
    config: {
      ...config,
      endpoints: { ...found, ...config.endpoints },
      ...(notify === undefined ? {} : { notify }),
    },
    options: optionsOf(written.options),
    configDigest: configDigest(config),
  };
}

function textOf(value: unknown): ConfigText {
  if (!isHolder(value))
    throw wrong('', `a config is a set of keys such as {"recipe": "generate"}, not ${nameOf(value)}`);
  return { path: '', value, lineOf: () => undefined };
}

function nameOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function optionsOf(options: unknown): z.output<typeof StartOptionsSchema> {
  const given = options ?? {};
  const checked = StartOptionsSchema.safeParse(given);
  if (checked.success) return checked.data;
  const findings = findingsOf(checked.error, given, StartOptionsSchema, { lineOf: () => undefined });
  throw new ConfigError(
    '',
    findings.map((finding) => ({ ...finding, at: ['options', finding.at].filter(Boolean).join('.') })),
  );
}

function relative(at: readonly PropertyKey[], met: string): ConfigFinding {
  return {
    at: pathText(at),
    line: undefined,
    problem:
      `${JSON.stringify(met)} is relative, and a workflow has no folder that it could start at; ` +
      'write an absolute path of the workers, or s3://bucket/…',
  };
}

const noStore =
  'is missing; name a folder or s3://bucket/prefix, or give the workers a fleet with a store (TUNESMITH_FLEET)';

function wrong(at: string, problem: string): ConfigError {
  return new ConfigError('', [{ at, line: undefined, problem }]);
}
