import { z } from 'zod';
import { statsSchema, type Stats } from '../../infra/standin/stats.ts';
import { startProgram } from './program.ts';

/** How the stand-in serves; see infra/standin/flags.ts. */
export interface EndpointOptions {
  readonly latencyMs: number;
  readonly slots: number;
  /** Sigma of a lognormal factor on the service time. @default none */
  readonly jitter?: number;
  /** Share of requests that get a 500 or 503. @default 0 */
  readonly errorRate?: number;
}

export interface BenchEndpoint {
  /** Base URL for clients. */
  readonly baseUrl: string;
  readonly options: EndpointOptions;
  stats(): Promise<Stats>;
  resetStats(): Promise<void>;
  stop(): Promise<void>;
}

const warmUpRequests = 400;
const words = 128;
const readySchema = z.object({ url: z.string(), baseUrl: z.string() });

/**
 * Starts a stand-in endpoint as a process of its own, with a fixed number of service slots and without the mistakes of
 * real models, and warms it up: its own start is no part of what is measured.
 */
export async function startEndpoint(options: EndpointOptions): Promise<BenchEndpoint> {
  const flags = { slots: options.slots, mistakes: 0, 'answer-words': words };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const program = await startProgram('infra/standin/main', args);
  const { url, baseUrl } = readySchema.parse(JSON.parse(await program.line()));
  await Promise.all(Array.from({ length: warmUpRequests }, (_, at) => ask(baseUrl, at)));
  const { latencyMs, jitter = 'none', errorRate = 0 } = options;
  await post(`${url}/faults`, { latencyMs, jitter, errorRate });
  await post(`${url}/stats/reset`, {});
  return {
    baseUrl,
    options,
    async stats() {
      const response = await fetch(`${url}/stats`);
      return statsSchema.parse(await response.json());
    },
    async resetStats() {
      await post(`${url}/stats/reset`, {});
    },
    async stop() {
      await program.end();
    },
  };
}

async function ask(baseUrl: string, at: number): Promise<void> {
  const content = `Warm-up ${at}. ${'The endpoint reads a kilobyte of text and answers it. '.repeat(18)}`;
  await post(`${baseUrl}/chat/completions`, { model: 'stand-in', messages: [{ role: 'user', content }] });
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
