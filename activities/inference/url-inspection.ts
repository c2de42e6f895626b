import type { ApiKey } from './api-key.ts';
import { displayUrl } from './display-url.ts';
import { faultOf } from './fault-of.ts';
import type { Fault } from './fault.ts';
import { problemOf, type Problem } from './fault-problem.ts';
import { closestNames, modelNames } from './model-list.ts';
import { ModelServer } from './model-server.ts';
import type { Question } from '../../schemas/inference/question.ts';
import type { RoleToCheck } from './role-to-check.ts';
import { protocolOf } from './protocol-of.ts';
import { adapterOf, type ServicePage } from './services/index.ts';
import { trialQuestions } from './trial-question.ts';

const LONGEST_WAIT_SECONDS = 30;
const NO_SUCH_PATH = [404, 405, 410, 501];

export interface InspectionOptions {
  readonly endpointName: string;
  readonly key: ApiKey;
  readonly timeoutSeconds: number;
}

/** Looks at one base URL of an endpoint before a build. */
export class UrlInspection {
  #url: string;
  #endpointName: string;
  #key: ApiKey;
  #timeoutMs: number;
  #server: ModelServer;

  constructor(url: string, { endpointName, key, timeoutSeconds }: InspectionOptions) {
    this.#url = url;
    this.#endpointName = endpointName;
    this.#key = key;
    this.#timeoutMs = Math.min(timeoutSeconds, LONGEST_WAIT_SECONDS) * 1000;
    this.#server = this.#serverAt(url);
  }

  /** What is wrong with it for these roles. */
  async problems(roles: readonly RoleToCheck[]): Promise<Problem[]> {
    try {
      const paged = await this.#pageProblems(roles);
      const listed = roles.filter((role) => pagesOf(role) === undefined);
      const all = listed.length === 0 ? paged : [...paged, ...(await this.#listProblems(listed))];
      // What is wrong with the whole server shows on every page: it is said once.
      return [...new Map(all.map((each) => [each.problem, each])).values()];
    } finally {
      await this.#server.close();
    }
  }

  /** Protocols without a list of models have pages that say whether one is ready. */
  async #pageProblems(roles: readonly RoleToCheck[]): Promise<Problem[]> {
    const pages = new Map(
      roles.flatMap((role) => (pagesOf(role) ?? []).map((page) => [page.path, { page, role }])),
    );
    const problems: Problem[] = [];
    for (const { page, role } of pages.values()) {
      const problem = await this.#pageProblem(page, role);
      if (problem !== undefined) problems.push(problem);
    }
    return problems;
  }

  async #pageProblem(page: ServicePage, role: RoleToCheck): Promise<Problem | undefined> {
    const adapter = adapterOf(role.api);
    try {
      const body = await this.#server.get(page.path, page.atRoot, adapter);
      const found = page.problem?.(body, role.translations ?? []);
      if (found !== undefined) return { ...found, role: role.role };
      if (page.open !== true || this.#key.value === undefined) return undefined;
    } catch (error) {
      const fault = this.#faultOf(error, role);
      if (!isStatus(fault, [...NO_SUCH_PATH, 400])) return problemOf(fault, this.#endpointName);
      if (page.ofModel === true) return notThere(role, page);
      if (adapter?.trialTells !== true) return notSpoken(role, page, this.#endpointName);
    }
    if (adapter?.trialTells !== true) return undefined;
    const fault = await this.#try(role);
    if (isStatus(fault, NO_SUCH_PATH)) return notSpoken(role, page, this.#endpointName);
    return fault === undefined ? undefined : problemOf(fault, this.#endpointName);
  }

  async #listProblems(roles: readonly RoleToCheck[]): Promise<Problem[]> {
    try {
      const names = modelNames(await this.#server.get('/models'));
      return await this.#modelProblems(roles, names);
    } catch (error) {
      const fault = this.#faultOf(error, roles[0]);
      // Some servers have no list: their models can only be tried.
      if (isStatus(fault, NO_SUCH_PATH)) return await this.#modelProblems(roles, undefined);
      const problem = problemOf(fault, this.#endpointName);
      return problem === undefined ? [] : [problem];
    }
  }

  /** A name that the list lacks may still be served (aliases, adapters, servers that take any): it is tried. */
  async #modelProblems(roles: readonly RoleToCheck[], names: string[] | undefined): Promise<Problem[]> {
    const unlisted = roles.filter(
      ({ model, api }) => names?.includes(model) !== true || adapterOf(api)?.trialTells === true,
    );
    const faults = await Promise.all(unlisted.map((role) => this.#try(role)));
    if (
      names === undefined &&
      faults.some((fault) => isStatus(fault, [404])) &&
      (await this.#hasApiBelow())
    ) {
      const fix = `Write ${displayUrl(this.#url)}/v1 in endpoints.${this.#endpointName}.urls.`;
      return [{ problem: 'the OpenAI API is not here but one step below', fix }];
    }
    return unlisted.flatMap((role, index) => {
      const fault = faults[index];
      if (fault === undefined) return [];
      if (names?.includes(role.model) === false && isMissingModel(fault)) return [missingModel(role, names)];
      if (names !== undefined && fault.kind === 'request-refused' && adapterOf(role.api)?.trialTells === true)
        return [notDone(role, fault.status, fault.text)];
      const problem = problemOf(fault, this.#endpointName);
      return problem === undefined ? [] : [{ ...problem, role: role.role }];
    });
  }

  async #try(role: RoleToCheck): Promise<Fault | undefined> {
    let first: Fault | undefined;
    for (const question of trialQuestions(role)) {
      const fault = await this.#ask(question, role);
      if (fault === undefined) return undefined;
      first ??= fault;
      if (!answersOtherwise(fault)) return fault;
    }
    return first;
  }

  async #ask(question: Question, role: RoleToCheck): Promise<Fault | undefined> {
    try {
      await this.#server.answers([question]);
      return undefined;
    } catch (error) {
      return this.#faultOf(error, role);
    }
  }

  async #hasApiBelow(): Promise<boolean> {
    const below = this.#serverAt(`${displayUrl(this.#url)}/v1`);
    return below
      .get('/models')
      .then((body) => modelNames(body) !== undefined)
      .catch(() => false)
      .finally(() => below.close());
  }

  #serverAt(url: string): ModelServer {
    return new ModelServer(url, { key: this.#key, timeoutMs: this.#timeoutMs, connections: 4 });
  }

  #faultOf(error: unknown, role?: RoleToCheck): Fault {
    const { model = '', api = 'chat' } = role ?? {};
    return faultOf(error, { key: this.#key, model, api, timeoutMs: this.#timeoutMs });
  }
}

function pagesOf(role: RoleToCheck) {
  return adapterOf(role.api)?.pages?.(role.model);
}

function notThere({ role, model, api }: RoleToCheck, { path }: ServicePage): Problem {
  return {
    problem: `model "${model}" of role ${role} is not there (GET ${path})`,
    fix: `Serve it there over ${api}, or set roles.${role}.model and its endpoint's urls to where it is.`,
    role,
  };
}

function notSpoken({ role, api }: RoleToCheck, { path }: ServicePage, endpointName: string): Problem {
  const { name, baseUrl } = protocolOf(api);
  return {
    problem: `no ${name} answers there (GET ${path})`,
    fix: `Correct endpoints.${endpointName}.urls (${baseUrl}), or roles.${role}.api.`,
    role,
  };
}

function isStatus(fault: Fault | undefined, statuses: readonly number[]): boolean {
  return (
    fault !== undefined && 'status' in fault && fault.status !== undefined && statuses.includes(fault.status)
  );
}

/** The server answered, but not with what the trial's task needs: the model may be there for another. */
function answersOtherwise(fault: Fault): boolean {
  return fault.kind === 'passing' && fault.status === undefined && !fault.unreachable && !fault.late;
}

function isMissingModel(fault: Fault): boolean {
  return (
    fault.kind === 'endpoint-refused' &&
    fault.scope === 'model' &&
    fault.status >= 400 &&
    fault.status !== 403
  );
}

function missingModel({ role, model }: RoleToCheck, names: readonly string[]): Problem {
  const there = names.length === 0 ? 'it lists none' : `it has ${closestNames(names, model)}`;
  const fix = `Set roles.${role}.model to a name that is there, or serve "${model}".`;
  return { problem: `model "${model}" of role ${role} is not there: ${there}`, fix, role };
}

function notDone({ role, model, api }: RoleToCheck, status: number, words: string): Problem {
  return {
    problem: `"${model}" of role ${role} is there, but not over ${api} (HTTP ${status}): ${words}`,
    fix: `Serve it over ${api}, or correct roles.${role}.api or roles.${role}.model.`,
    role,
  };
}
