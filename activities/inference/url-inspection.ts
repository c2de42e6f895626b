import type { ApiKey } from './api-key.ts';
import { displayUrl } from './display-url.ts';
import { faultOf } from './fault-of.ts';
import type { Fault } from './fault.ts';
import { closestNames, modelNames } from './model-list.ts';
import { ModelServer } from './model-server.ts';
import type { RoleToCheck } from './preflight.ts';
import { trialQuestion } from './trial-question.ts';

const LONGEST_WAIT_SECONDS = 30;

export interface Problem {
  readonly problem: string;
  readonly fix: string;
}

interface Inspection {
  readonly endpointName: string;
  readonly key: ApiKey;
  readonly timeoutSeconds: number;
}

/** What is wrong with one base URL of an endpoint, for these roles. */
export async function inspectUrl(
  url: string,
  roles: readonly RoleToCheck[],
  { endpointName, key, timeoutSeconds }: Inspection,
): Promise<Problem[]> {
  const timeoutMs = Math.min(timeoutSeconds, LONGEST_WAIT_SECONDS) * 1000;
  const server = new ModelServer(url, { key, timeoutMs, connections: 4 });
  const faultFor = (error: unknown, model: string) => faultOf(error, { key, model, timeoutMs });
  const startFix = `Start the server, or correct endpoints.${endpointName}.urls.`;

  async function listed(): Promise<string[] | undefined | Problem> {
    try {
      return modelNames(await server.get('/models'));
    } catch (error) {
      const fault = faultFor(error, '');
      // Some servers have no list: their models can only be tried.
      if (fault.kind === 'endpoint-refused' && [404, 405, 410, 501].includes(fault.status)) return undefined;
      if (fault.kind === 'passing' && fault.status === 501) return undefined;
      return problemOf(fault, startFix);
    }
  }

  /** A name that is not in the list may still be served: aliases, adapters, servers that take any name. */
  async function tried({ role, model, api }: RoleToCheck, names: string[] | undefined): Promise<Problem | undefined> {
    try {
      await server.answer(trialQuestion(model, api), AbortSignal.timeout(2 * timeoutMs));
      return undefined;
    } catch (error) {
      const fault = faultFor(error, model);
      if (names === undefined || fault.kind !== 'endpoint-refused' || fault.scope !== 'model') {
        return problemOf(fault, startFix);
      }
      const there = names.length === 0 ? 'it lists none' : `it has ${closestNames(names, model)}`;
      const fix = `Set roles.${role}.model to one of these, or serve "${model}" there.`;
      return { problem: `model "${model}" (role ${role}) is not there; ${there}`, fix };
    }
  }

  try {
    const names = await listed();
    if (names !== undefined && !Array.isArray(names)) return [names];
    const unlisted = roles.filter(({ model }) => names === undefined || !names.includes(model));
    const problems = await Promise.all(unlisted.map((role) => tried(role, names)));
    const found = distinct(problems.filter((problem) => problem !== undefined));
    if (found.length > 0 && names === undefined && (await hasApiBelow(url, key))) {
      const fix = `Write ${displayUrl(url)}/v1 in endpoints.${endpointName}.urls.`;
      return [{ problem: 'the OpenAI API is one step below this URL', fix }];
    }
    return found;
  } finally {
    await server.close();
  }
}
