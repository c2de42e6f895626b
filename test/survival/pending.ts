import type { Client } from '@temporalio/client';
import { ProgressSchema } from '../../schemas/progress.ts';
import { HeartbeatSchema, type Heartbeat } from '../../schemas/progress.ts';

/** Last heartbeats of the shards that a build's lanes have under way. */
export async function heartbeatsOf(client: Client, build: string): Promise<Heartbeat[]> {
  const { lanes } = ProgressSchema.parse(await client.workflow.getHandle(build).query('progress'));
  const described = await Promise.all(lanes.map((lane) => client.workflow.getHandle(lane).describe().catch(() => undefined)));
  return described
    .flatMap((lane) => lane?.raw.pendingActivities ?? [])
    .flatMap(({ heartbeatDetails }) => heartbeatDetails?.payloads ?? [])
    .flatMap(({ data }) => (data ? [HeartbeatSchema.parse(JSON.parse(Buffer.from(data).toString('utf8')))] : []));
}
