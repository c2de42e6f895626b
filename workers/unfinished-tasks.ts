import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { AsyncCompletionClient, type ConnectionLike } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';

/**
 * Tokens of the activities that this process has under way, one small file each. A `kill -9` leaves them behind, and
 * the next worker on this host hands them back at once, instead of everybody waiting for their heartbeats to time out.
 */
export class UnfinishedTasks {
  readonly #root: string;
  readonly #own: string;

  constructor(home: string) {
    this.#root = join(home, 'tasks');
    // Two sets of workers in one process have a folder each.
    this.#own = join(this.#root, `${hostname()}-${process.pid}`, randomUUID());
    mkdirSync(this.#own, { recursive: true });
  }

  /** Notes each activity while it runs. */
  interceptor(): ActivityInboundCallsInterceptor {
    return {
      execute: async (
        input: ActivityExecuteInput,
        next: Next<ActivityInboundCallsInterceptor, 'execute'>,
      ) => {
        const path = join(this.#own, randomUUID());
        note(path, Context.current().info.base64TaskToken);
        try {
          return await next(input);
        } finally {
          rmSync(path, { force: true });
        }
      },
    };
  }

  /** Hands back what processes of this host that are gone had under way. A task that has ended since is no matter. */
  async handBack(connection: ConnectionLike, namespace: string): Promise<void> {
    const client = new AsyncCompletionClient({ connection, namespace });
    const gone = readdirSync(this.#root).filter((name) => isGone(name));
    for (const name of gone) {
      const folder = join(this.#root, name);
      const tasks = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      await Promise.all(
        tasks.map(async (task) => {
          const token = Buffer.from(readFileSync(join(task.parentPath, task.name), 'utf8'), 'base64');
          const why = ApplicationFailure.retryable('its worker was killed', 'WorkerKilled');
          await client.fail(token, why).catch(() => undefined);
        }),
      );
      rmSync(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    rmSync(this.#own, { recursive: true, force: true });
  }
}

/** A disk that is full must not stop the work: without the note a crash costs a heartbeat timeout, no more. */
function note(path: string, token: string): void {
  try {
    writeFileSync(path, token);
  } catch {
    rmSync(path, { force: true });
  }
}

/** Whether a folder belongs to a process of this host that does not exist any more. */
function isGone(name: string): boolean {
  const at = name.lastIndexOf('-');
  const pid = Number(name.slice(at + 1));
  if (name.slice(0, at) !== hostname() || !Number.isInteger(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}
