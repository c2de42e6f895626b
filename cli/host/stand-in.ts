import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { StandinOptions } from '../../infra/standin/options.ts';
import type { Home } from '../../workers/home.ts';

export interface OpenStandIn {
  /** Base URL for OpenAI clients. */
  readonly url: string;
  /** False when an earlier build's port was taken by another program. */
  readonly samePort: boolean;
  close(): Promise<void>;
}

/** A small demo keeps enough rows, and its progress can be watched. TUNESMITH_STANDIN_* variables change it. */
const demo = { fiveShare: 0.45, latencyMs: 50, jitter: 0.4, slots: 16 } satisfies StandinOptions;

const lookEveryMs = 500;

const MemorySchema = z.object({ port: z.int() });
const HealthSchema = z.object({ standIn: z.literal(true) });

/** Where the home's stand-in is when one runs; a schedule's builds find it there. */
export async function standInUrlOf(home: Home): Promise<string | undefined> {
  const port = await portBefore(join(home.root, 'stand-in.json'));
  return port === undefined ? undefined : `http://127.0.0.1:${port}/v1`;
}

/**
 * The home's stand-in endpoint: the one that another process runs, or one of our own. It takes the port that it had
 * before, so that a build that was interrupted finds it again.
 */
export async function openStandIn(home: Home): Promise<OpenStandIn> {
  const [{ startStandin }, { optionsFromFlags }] = await Promise.all([
    import('../../infra/standin/server.ts'),
    import('../../infra/standin/flags.ts'),
  ]);
  const memory = join(home.root, 'stand-in.json');
  const before = await portBefore(memory);
  const options = { ...demo, ...optionsFromFlags([], process.env).options };
  if (before !== undefined && (await isStandIn(before))) {
    const close = succeed(before, () => startStandin({ ...options, port: before }));
    return { url: `http://127.0.0.1:${before}/v1`, samePort: true, close };
  }
  const standIn = await startStandin({ ...options, port: options.port ?? before ?? 0 }).catch(
    (error: unknown) => {
      if (!isPortTaken(error) || options.port !== undefined) throw error;
      return startStandin({ ...options, port: 0 });
    },
  );
  // On a full disk the next build's stand-in has another port, no more.
  await writeFile(memory, JSON.stringify({ port: standIn.port })).catch(() => undefined);
  return {
    url: standIn.baseUrl,
    samePort: before === undefined || before === standIn.port,
    close: () => standIn.close(),
  };
}

/**
 * Takes the place of another process's stand-in once that has ended: it gives the same answers at the same port, and a
 * build waits for it in between as for any endpoint. Returns what ends this.
 */
function succeed(port: number, start: () => Promise<{ close(): Promise<void> }>): () => Promise<void> {
  const closed = new AbortController();
  const watch = async (): Promise<{ close(): Promise<void> } | undefined> => {
    while (!closed.signal.aborted) {
      // Another process that waits for the place may be quicker.
      const own = (await isStandIn(port)) ? undefined : await start().catch(() => undefined);
      if (own !== undefined) return own;
      await delay(lookEveryMs, undefined, { ref: false, signal: closed.signal }).catch(() => undefined);
    }
    return undefined;
  };
  const watching = watch();
  return async () => {
    closed.abort();
    await (await watching)?.close();
  };
}

async function portBefore(memory: string): Promise<number | undefined> {
  try {
    return MemorySchema.parse(JSON.parse(await readFile(memory, 'utf8'))).port;
  } catch {
    return undefined;
  }
}

async function isStandIn(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(1000) });
    return HealthSchema.safeParse(await response.json()).success;
  } catch {
    return false;
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
