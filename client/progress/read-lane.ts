import { arrayFromPayloads, defaultPayloadConverter } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import {
  HeartbeatSchema,
  ProgressSchema,
  StageProgressSchema,
  type Heartbeat,
  type ShardPlace,
} from '../../schemas/build/progress.ts';
import type { LaneReport } from './lane-report.ts';
import { triedAgain, type PendingActivity } from './tried-again.ts';

const nothing: LaneReport = { stages: [], beats: [] };
const ResultSchema = z.array(StageProgressSchema);

/**
 * Reads lanes and remembers those that have ended. A lane that ends between two calls, or that was never started, is
 * no error: it is read as far as it can be.
 */
export class LaneReader {
  private readonly ended = new Map<string, LaneReport>();
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  async read(id: string): Promise<LaneReport> {
    const known = this.ended.get(id);
    if (known !== undefined) return known;
    const handle = this.client.workflow.getHandle(id);
    try {
      const description = await handle.describe();
      if (description.status.name === 'COMPLETED') {
        const report = { stages: ResultSchema.parse(await handle.result()), beats: [] };
        this.ended.set(id, report);
        return report;
      }
      const { stages, underWay } = ProgressSchema.parse(await handle.query('progress'));
      const pending = description.raw.pendingActivities ?? [];
      return { stages, beats: stillUnderWay(beatsOf(pending), underWay), failing: triedAgain(pending) };
    } catch {
      return nothing;
    }
  }
}

/** Shards that ended between the description and the query are counted in the stages already. */
export function stillUnderWay(
  beats: readonly Heartbeat[],
  shards: readonly ShardPlace[] | undefined,
): Heartbeat[] {
  return beats.filter(
    (beat) =>
      shards === undefined ||
      beat.shard === undefined ||
      shards.some(({ stage, shard }) => stage === beat.stage && shard === beat.shard),
  );
}

function beatsOf(pending: readonly PendingActivity[]): Heartbeat[] {
  return pending.flatMap(({ heartbeatDetails }) => {
    const [details] = arrayFromPayloads(defaultPayloadConverter, heartbeatDetails?.payloads);
    const beat = HeartbeatSchema.safeParse(details);
    return beat.success ? [beat.data] : [];
  });
}
