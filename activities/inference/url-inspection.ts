import type { ApiKey } from './api-key.ts';
import { batchApiProblem } from './batch-api/inspect.ts';
import { displayUrl } from './display-url.ts';
import { faultOf } from './fault-of.ts';
import type { Fault } from './fault.ts';
import { problemOf, type Problem } from './fault-problem.ts';
import { closestNames, isStandInsList, modelNames } from './model-list.ts';
import type { Route } from './transport.ts';
import { ModelServer } from './model-server.ts';
import type { Question } from '../../schemas/inference/question.ts';
import type { RoleToCheck } from './role-to-check.ts';
import { protocolOf } from './protocol-of.ts';
import { adapterOf, type ServicePage } from './services/index.ts';
import { FieldTrial, type FieldsTried } from './field-trial.ts';
import { fieldProblem } from './field-problem.ts';
import { trialQuestions } from './trial-question.ts';

const LONGEST_WAIT_SECONDS = 30;
const NO_SUCH_PATH = [404, 405, 410, 501];

export interface InspectionOptions {
  readonly endpointName: string;
  readonly key: ApiKey;
  readonly timeoutSeconds: number;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly route: Omit<Route, 'connections'>;
}

/** What is wrong, and the roles that it concerns. */
export interface FoundProblem extends Omit<Problem, 'role'> {
  readonly roles: readonly string[];
}

/** Looks at one base URL of an endpoint before a build. */
export class UrlInspection {
  #url: string;
  #endpointName: string;
  #key: ApiKey;
  #timeoutMs: number;
  #query: Readonly<Record<string, string>> | undefined;
  #route: Omit<Route, 'connections'>;
  #server: ModelServer;

  constructor(url: string, { endpointName, key, timeoutSeconds, query, route }: InspectionOptions) {
    this.#url = url;
    this.#endpointName = endpointName;
    this.#key = key;
    this.#timeoutMs = Math.min(timeoutSeconds, LONGEST_WAIT_SECONDS) * 1000;
    this.#query = query;
    this.#route = route;
    this.#server = this.#serverAt(url);
  }

  /** What is wrong with it for these roles, and for which of them. */
  async problems(roles: readonly RoleToCheck[]): Promise<FoundProblem[]> {
    try {
      const paged = await this.#pageProblems(roles);
      const listed = roles.filter((role) => pagesOf(role) === undefined);
      const all = listed.length === 0 ? paged : [...paged, ...(await this.#listProblems(listed))];
      if (all.length === 0) all.push(...(await this.#batchProblems(roles)));
      return eachOnce(
        all,
        roles.map(({ role }) => role),
      );
    } finally {
      await this.#server.close();
    }
  }

  async #batchProblems(roles: readonly RoleToCheck[]): Promise<Problem[]> {
    const context = { endpointName: this.#endpointName, key: this.#key, timeoutMs: this.#timeoutMs };
    const wanting = roles.filter(({ batch }) => batch === true);
    const found = await Promise.all(wanting.map((role) => batchApiProblem(this.#server, role, context)));
    return found.flatMap((problem) => problem ?? []);
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
      const list = await this.#server.get('/models');
      const asked = isStandInsList(list) ? roles.map(({ sends, ...role }) => role) : roles;
      return await this.#modelProblems(asked, modelNames(list));
    } catch (error) {
      const fault = this.#faultOf(error, roles[0]);
      // Some servers have no list: their models can only be tried.
      if (isStatus(fault, NO_SUCH_PATH)) return await this.#modelProblems(roles, undefined);
      const problem = problemOf(fault, this.#endpointName);
      if (problem === undefined) return [];
      // Others show it to other keys, or by another header, than they answer by.
      const byTrial = isStatus(fault, [401, 403]) ? await this.#modelProblems(roles, undefined) : [problem];
      return byTrial.some((each) => each.problem === problem.problem) ? [problem] : byTrial;
    }
  }

  /**
   * A name that the list lacks may still be served (aliases, deployments, servers that take any): it is tried. What is
   * known of a role's questions is tried in any case: a field that the model refuses would come with every row.
   */
  async #modelProblems(roles: readonly RoleToCheck[], names: string[] | undefined): Promise<Problem[]> {
    const tried = await Promise.all(
      roles.map((role) => this.#tried(role, names?.includes(role.model) === true)),
    );
    if (
      names === undefined &&
      tried.some(({ fault }) => isStatus(fault, [404])) &&
      (await this.#hasApiBelow())
    ) {
      const fix = `Write ${displayUrl(this.#url)}/v1 in endpoints.${this.#endpointName}.urls.`;
      return [{ problem: 'the OpenAI API is not here but one step below', fix }];
    }
    return roles.flatMap((role, index) => {
      const { fault, refused = [] } = tried[index] ?? {};
      const fields = refused.map((field) => fieldProblem(role, field));
      if (fault === undefined || fields.length > 0) return fields;
      if (names?.includes(role.model) === false && isMissingModel(fault)) return [missingModel(role, names)];
      if (names !== undefined && fault.kind === 'request-refused' && adapterOf(role.api)?.trialTells === true)
        return [notDone(role, fault.status, fault.text)];
      const problem = problemOf(fault, this.#endpointName);
      return problem === undefined ? [] : [{ ...problem, role: role.role }];
    });
  }

  /** What a trial of a role shows. Of a model that is listed, passing faults say nothing that a build cannot wait for. */
  async #tried(role: RoleToCheck, listed: boolean): Promise<FieldsTried> {
    if (role.sends === undefined) {
      if (listed && adapterOf(role.api)?.trialTells !== true) return {};
      const fault = await this.#try(role);
      return fault === undefined ? {} : { fault };
    }
    const tried = await new FieldTrial(this.#server, (error) => this.#faultOf(error, role)).of(role, !listed);
    const { fault } = tried;
    return listed && fault !== undefined && maySoonPass(fault) ? {} : tried;
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
    const { search } = new URL(this.#url);
    const whole = url === this.#url ? url : url + search;
    return new ModelServer(whole, {
      key: this.#key,
      timeoutMs: this.#timeoutMs,
      connections: 4,
      query: this.#query,
      ...this.#route,
    });
  }

  #faultOf(error: unknown, role?: RoleToCheck): Fault {
    const { model = '', api = 'chat' } = role ?? {};
    return faultOf(error, { key: this.#key, model, api, timeoutMs: this.#timeoutMs });
  }
}

/** What is wrong with the whole server shows on every page and for every role: it is said once, with all of these. */
function eachOnce(problems: readonly Problem[], roles: readonly string[]): FoundProblem[] {
  return [...new Set(problems.map(({ problem }) => problem))].flatMap((text) => {
    const same = problems.filter(({ problem }) => problem === text);
    const named = same.flatMap(({ role }) => role ?? []);
    const concerned = named.length < same.length ? roles : [...new Set(named)];
    return same.slice(0, 1).map(({ problem, fix }) => ({ problem, fix, roles: concerned }));
  });
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

/** A server that was just asked for its models: what it fails at now is waited for, as in the middle of a build. */
function maySoonPass(fault: Fault): boolean {
  return fault.kind === 'busy' || (fault.kind === 'passing' && !fault.unusable);
}

/** The server answered, but not with what the trial's task needs: the model may be there for another. */
function answersOtherwise(fault: Fault): boolean {
  return fault.kind === 'passing' && fault.unusable;
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
