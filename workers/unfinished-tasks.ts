import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { AsyncCompletionClient, type ConnectionLike } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { isGone, processName } from '../activities/storage/process-name.ts';

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
    this.#own = join(this.#root, processName(), randomUUID());
    try {
      mkdirSync(this.#own, { recursive: true });
    } catch {
      // As for a note that cannot be written.
    }
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

  /**
   * Hands back what processes of this host that are gone had under way. A task that has ended since is no matter, nor
   * one that another worker, started at the same moment, hands back as well.
   */
  async handBack(connection: ConnectionLike, namespace: string): Promise<void> {
    const client = new AsyncCompletionClient({ connection, namespace });
    const gone = (await readdir(this.#root).catch(() => [])).filter(isGone);
    for (const name of gone) {
      const folder = join(this.#root, name);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      await Promise.all(
        entries.map(async (entry) => {
          if (!entry.isFile()) return;
          const token = await readFile(join(entry.parentPath, entry.name), 'utf8').catch(() => undefined);
          if (token === undefined) return;
          const why = ApplicationFailure.retryable('its worker was killed', 'WorkerKilled');
          await client.fail(Buffer.from(token, 'base64'), why).catch(() => undefined);
        }),
      );
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
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
