import type { Client } from '@temporalio/client';
import { HeartbeatSchema, ProgressSchema, type Heartbeat } from '../../schemas/build/progress.ts';

/** Last heartbeats of the shards that a build's lanes have under way. */
export async function heartbeatsOf(client: Client, build: string): Promise<Heartbeat[]> {
  return (await pendingIn(client, build))
    .flatMap(({ heartbeatDetails }) => heartbeatDetails?.payloads ?? [])
    .flatMap(({ data }) =>
      data ? [HeartbeatSchema.parse(JSON.parse(Buffer.from(data).toString('utf8')))] : [],
    );
}

/** How the last attempts failed at the shards that a build's lanes have under way again. */
export async function lastFailuresOf(client: Client, build: string): Promise<string[]> {
  return (await pendingIn(client, build)).flatMap(({ lastFailure }) => lastFailure?.message ?? []);
}

/** Shards that a build's lanes have handed out. */
export async function shardsUnderWay(client: Client, build: string): Promise<number> {
  return (await pendingIn(client, build)).length;
}

async function pendingIn(client: Client, build: string) {
  const { lanes } = ProgressSchema.parse(await client.workflow.getHandle(build).query('progress'));
  const described = await Promise.all(
    lanes.map((lane) =>
      client.workflow
        .getHandle(lane)
        .describe()
        .catch(() => undefined),
    ),
  );
  return described.flatMap((lane) => lane?.raw.pendingActivities ?? []);
}
