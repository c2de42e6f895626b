import type { Endpoint } from '../../schemas/inference/endpoint.ts';
import { CertificatesUnusable } from '../certificates.ts';
import { apiKeyOf, keyProblem } from './api-key.ts';
import { displayUrl } from './display-url.ts';
import type { RoleToCheck } from './role-to-check.ts';
import { routeOf } from './route-of.ts';
import { UrlInspection } from './url-inspection.ts';

export interface PreflightFinding {
  readonly endpoint: string;
  readonly url: string;
  /** The roles that it concerns. */
  readonly roles: readonly string[];
  /** What is wrong: a sentence without its full stop. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * Checks before a build that each URL of an endpoint is there, accepts the key, has the roles' models and takes what the
 * roles will send. Lists what is wrong; an empty list means that the build may start. Costs a short answer per URL and
 * role of a language model, and one per service that `GET /models` does not name.
 */
export async function preflight(
  endpointName: string,
  endpoint: Endpoint,
  roles: readonly RoleToCheck[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<PreflightFinding[]> {
  const key = apiKeyOf(endpoint, env);
  const unsendable = keyProblem(key) ?? routeProblem(endpointName, endpoint, env);
  if (unsendable !== undefined) {
    const url = endpoint.urls.map(displayUrl).join(', ');
    return [{ endpoint: endpointName, url, roles: roles.map(({ role }) => role), ...unsendable }];
  }
  const found = await Promise.all(
    endpoint.urls.map(async (url) => {
      const { timeoutSeconds, query } = endpoint;
      const route = routeOf(url, endpoint, env);
      const inspection = new UrlInspection(url, { endpointName, key, timeoutSeconds, query, route });
      const problems = await inspection.problems(roles);
      return problems.map((problem) => ({ endpoint: endpointName, url: displayUrl(url), ...problem }));
    }),
  );
  return found.flat();
}

function routeProblem(endpointName: string, endpoint: Endpoint, env: NodeJS.ProcessEnv) {
  try {
    for (const url of endpoint.urls) routeOf(url, endpoint, env);
    return undefined;
  } catch (error) {
    if (!(error instanceof CertificatesUnusable)) throw error;
    const fix = `Correct endpoints.${endpointName}.caFile: a file of the machine where the worker runs.`;
    return { problem: error.message, fix };
  }
}

/** A finding in one line for people. */
export function findingLine({ endpoint, url, roles, problem, fix }: PreflightFinding): string {
  const played = `${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')}`;
  return `${endpoint} (${url}, ${played}): ${problem}. ${fix}`;
}
