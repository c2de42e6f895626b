import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createAnswerer } from './answer.ts';
import type { Api } from './api/api.ts';
import { answerLine } from './batches/answer-line.ts';
import { BatchOffice } from './batches/batch-office.ts';
import { batchPageAt } from './batches/batch-pages.ts';
import { apisOf, pageAt } from './api/registry.ts';
import { fingerprint } from './dice.ts';
import { faultsChangeSchema, faultsSchema } from './faults.ts';
import type { Faults, FaultsChange } from './faults.ts';
import { parseForm, parseJson, readBody } from './http/read-body.ts';
import { RequestProblem } from './http/problem.ts';
import { sendJson, sendProblem, sendText } from './http/reply.ts';
import { ratesOf } from './mistakes.ts';
import { modelNamed } from './models.ts';
import { readOptions, StandinOptionsError } from './options.ts';
import type { StandinOptions, StandinSettings } from './options.ts';
import { routerOf } from './router.ts';
import type { Route } from './router.ts';
import { Service } from './service.ts';
import { Tally } from './stats.ts';
import type { Mark, Stats } from './stats.ts';

/** A running stand-in endpoint. */
export interface Standin {
  /** http://127.0.0.1:PORT */
  url: string;
  /** What an OpenAI client calls its base URL: `url` with /v1. */
  baseUrl: string;
  port: number;
  stats(): Stats;
  resetStats(): void;
  faults(): Faults;
  /** Changes what is named and leaves the rest. @throws StandinOptionsError on an unknown name or a wrong value. */
  setFaults(change: FaultsChange): Faults;
  /** Breaks all connections and frees the port. */
  close(): Promise<void>;
}

const MINUTES = 60_000;
/** Longer than the kernel's usual queue, so that 512 clients can connect in one instant. */
const BACKLOG = 2048;

/**
 * Starts an OpenAI-compatible endpoint on 127.0.0.1 that answers by rules. It is no language model: it takes the
 * place of GPUs in tests, demos and benchmarks.
 * @throws StandinOptionsError on wrong options, and the system's error when the port is taken.
 */
export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  const settings = readOptions(options);
  let faults: Faults = faultsSchema.parse(settings);
  const tally = new Tally();
  const service = new Service(faults, settings.faultSeed, tally);
  const rates = ratesOf(settings.mistakes);
  const routeOf = routerOf(apisOf({ ...settings, rates, answerer: createAnswerer(settings) }));

  const office = new BatchOffice(
    () => faults,
    answerLine({ routeOf, settings, faults: () => faults, tally }),
  );

  const setFaults = (change: unknown): Faults => {
    const result = faultsChangeSchema.safeParse(change);
    if (!result.success) throw new StandinOptionsError(`Stand-in faults: ${z.prettifyError(result.error)}`);
    const named = Object.entries(result.data).filter(([, value]) => value !== undefined);
    faults = faultsSchema.parse({ ...faults, ...Object.fromEntries(named) });
    service.change(faults);
    if (faults.down) server.closeIdleConnections();
    return faults;
  };

  const control: Record<string, (body: Buffer) => unknown> = {
    'GET /stats': () => tally.snapshot(),
    'POST /stats/reset': () => {
      const before = tally.snapshot();
      tally.reset();
      return before;
    },
    'GET /faults': () => faults,
    'POST /faults': (body) => {
      try {
        return setFaults(parseJson(body));
      } catch (error) {
        throw error instanceof StandinOptionsError ? new RequestProblem(400, error.message) : error;
      }
    },
  };

  const server = createServer({ keepAliveTimeout: 10 * MINUTES, requestTimeout: 0 }, (req, res) => {
    const path = pathOf(req);
    const route = routeOf(path);
    const fail = (error: unknown) => {
      const problem = error instanceof RequestProblem ? error : new RequestProblem(500, String(error));
      if (route) tally.status(problem.status);
      sendProblem(res, problem, route?.api);
    };
    const guarded = (act: () => void) => {
      try {
        act();
      } catch (error) {
        fail(error);
      }
    };
    const handle = control[`${req.method} ${path}`];
    if (faults.down && !handle) {
      tally.count('refused');
      req.socket.destroy();
      return;
    }
    tally.arrived(path, route?.api.name);
    const batchPage = batchPageAt(req, path);
    if (handle) {
      readBody(req, (body) => guarded(() => sendJson(res, JSON.stringify(handle(body)))), fail);
    } else if (batchPage) {
      const show = async (body: Buffer): Promise<void> => {
        checkKey(req, settings);
        const reply = await batchPage.show(office, body);
        if (batchPage.what !== undefined && batchPage.what === faults.batchHangs) return;
        if (typeof reply === 'string') sendText(res, reply);
        else sendJson(res, JSON.stringify(reply));
      };
      readBody(req, (body) => void show(body).catch(fail), fail);
    } else if (route && req.method === 'POST') {
      const work = (body: Buffer) =>
        guarded(() => take(body, req, res, route, settings, faults, tally, service));
      readBody(req, work, fail);
    } else {
      req.resume();
      guarded(() => sendJson(res, JSON.stringify(lookUp(req, path, settings))));
    }
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: settings.port, host: '127.0.0.1', backlog: BACKLOG }, resolve);
  });
  const { port } = addressOf(server.address());
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    baseUrl: `${url}/v1`,
    port,
    stats: () => tally.snapshot(),
    resetStats: () => tally.reset(),
    faults: () => faults,
    setFaults,
    close: () =>
      new Promise((resolve) => {
        office.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Checks a request and passes it on to service. */
function take(
  bytes: Buffer,
  req: IncomingMessage,
  res: ServerResponse,
  { api, model }: Route,
  settings: StandinSettings,
  { badText }: Faults,
  tally: Tally,
  service: Service,
): void {
  const isForm = api.forms === true && /^application\/x-www-form/.test(req.headers['content-type'] ?? '');
  const body = isForm ? parseForm(bytes) : parseJson(bytes);
  checkKey(req, settings, api, body);
  const job = api.prepare(body, model);
  if (job.model !== undefined) modelNamed(job.model, settings);
  const { contextLength } = settings;
  if (job.promptTokens > contextLength) {
    throw new RequestProblem(
      400,
      `This model's maximum context length is ${contextLength} tokens. However, your ${job.promptField} resulted in ${job.promptTokens} tokens. Please reduce the length of the ${job.promptField}.`,
      { code: 'context_length_exceeded', param: job.promptField },
    );
  }
  if (badText !== null && job.texts?.some((text) => text.includes(badText)))
    throw new RequestProblem(400, 'One of the texts cannot be processed.', { param: job.promptField });
  const mark: Mark = {
    fingerprint: fingerprint(api.paths[0] + (model ?? ''), bytes),
    api: api.name,
    texts: (job.texts ?? []).map((text) => fingerprint(api.name, text)),
  };
  tally.read(mark);
  service.serve(res, job, mark);
}

/** What there is to GET besides the control paths. */
function lookUp(req: IncomingMessage, path: string, settings: StandinSettings): unknown {
  const page = req.method === 'GET' ? pageAt(path) : undefined;
  if (!page)
    throw new RequestProblem(404, `Unknown request: ${req.method} ${path}.`, { code: 'unknown_url' });
  if (page.locked) checkKey(req, settings);
  return page.show(settings, new URLSearchParams(req.url?.slice(path.length)));
}

function checkKey(req: IncomingMessage, { apiKey }: StandinSettings, api?: Api, body?: unknown): void {
  if (apiKey === undefined) return;
  const { authorization } = req.headers;
  const given = api?.keyIn ? api.keyIn(authorization, body) : keyOfHeader(authorization);
  if (given === apiKey) return;
  throw new RequestProblem(api?.deniedStatus ?? 401, 'Incorrect API key provided.', {
    code: 'invalid_api_key',
  });
}

/** `Bearer KEY`, or `DeepL-Auth-Key KEY` as DeepL's clients send it. */
function keyOfHeader(authorization: string | undefined): string | undefined {
  return /^(?:Bearer|DeepL-Auth-Key) (.+)$/.exec(authorization ?? '')?.[1];
}

function pathOf(req: IncomingMessage): string {
  const url = req.url ?? '/';
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no TCP address.');
  return address;
}
