import { faultOf } from '../fault-of.ts';
import { problemOf, type Problem } from '../fault-problem.ts';
import type { ModelServer } from '../model-server.ts';
import type { ApiKey } from '../api-key.ts';
import type { RoleToCheck } from '../role-to-check.ts';

const noSuchPath = [404, 405, 410, 501];

/** What is wrong with the Batch API of a URL for a role that wants it; undefined where nothing is. */
export async function batchApiProblem(
  server: ModelServer,
  { role, model, api }: RoleToCheck,
  { endpointName, key, timeoutMs }: { endpointName: string; key: ApiKey; timeoutMs: number },
): Promise<Problem | undefined> {
  try {
    await server.batches().look();
    return undefined;
  } catch (error) {
    const fault = faultOf(error, { key, model, api, timeoutMs });
    const status = 'status' in fault ? fault.status : undefined;
    const notAsked = fault.kind === 'passing' && status === undefined && !fault.unreachable && !fault.late;
    if (notAsked || (status !== undefined && noSuchPath.includes(status)))
      return {
        problem: `it has no Batch API (GET /batches${status === undefined ? '' : `: HTTP ${status}`}), which role ${role} wants`,
        fix: `Leave roles.${role}.transport out, or name an endpoint that has /files and /batches.`,
        role,
      };
    const problem = problemOf(fault, endpointName);
    return problem === undefined ? undefined : { ...problem, role };
  }
}
