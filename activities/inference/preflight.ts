import type { Endpoint } from '../../schemas/inference/endpoint.ts';
import { apiKeyOf, keyProblem } from './api-key.ts';
import { displayUrl } from './display-url.ts';
import type { RoleToCheck } from './role-to-check.ts';
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
 * Checks before a build that each URL of an endpoint is there, accepts the key and has the roles' models. Lists what
 * is wrong; an empty list means that the build may start. Costs one token per URL and model that `GET /models` does
 * not name, nothing otherwise.
 */
export async function preflight(
  endpointName: string,
  endpoint: Endpoint,
  roles: readonly RoleToCheck[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<PreflightFinding[]> {
  const key = apiKeyOf(endpoint, env);
  const unsendable = keyProblem(key);
  if (unsendable !== undefined) {
    const url = endpoint.urls.map(displayUrl).join(', ');
    return [{ endpoint: endpointName, url, roles: roles.map(({ role }) => role), ...unsendable }];
  }
  const found = await Promise.all(
    endpoint.urls.map(async (url) => {
      const { timeoutSeconds } = endpoint;
      const problems = await new UrlInspection(url, { endpointName, key, timeoutSeconds }).problems(roles);
      return problems.map(({ role, ...problem }) => ({
        endpoint: endpointName,
        url: displayUrl(url),
        roles: role === undefined ? roles.map((each) => each.role) : [role],
        ...problem,
      }));
    }),
  );
  return found.flat();
}

/** A finding in one line for people. */
export function findingLine({ endpoint, url, roles, problem, fix }: PreflightFinding): string {
  const played = `${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')}`;
  return `${endpoint} (${url}, ${played}): ${problem}. ${fix}`;
}
