import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { clientConnection } from '../../connection/client-connection.ts';
import { findSearchAttributes, TUNESMITH_SEARCH_ATTRIBUTES } from '../../connection/search-attributes.ts';
import type { ServerSettings } from '../../connection/server-settings.ts';
import { queues } from '../../schemas/build/queue.ts';
import { fault, fine, note, wordsOf, type Finding } from './finding.ts';

/** gRPC's words. */
const notFound = 5;
const callLimitMs = 5000;
const { TaskQueueType } = proto.temporal.api.enums.v1;
/** What a queue's pollers ask for. */
const asks = {
  workflows: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  activities: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
};

export interface ServerToLookAt {
  readonly settings: ServerSettings;
  readonly how: string;
  /** True for a server of this home: `run` brings its worker along. */
  readonly local: boolean;
}

/** Server, namespace, search attributes and pollers. */
export async function lookAtServer({ settings, how, local }: ServerToLookAt): Promise<Finding[]> {
  let connection: Connection;
  try {
    connection = await clientConnection(settings);
  } catch (error) {
    const advice = local
      ? 'stop what is left of it; `tunesmith dev` starts it again'
      : 'docs/connections.md has all settings';
    return [fault('server', wordsOf(error), `named by ${how}; ${advice}`)];
  }
  try {
    const { namespace } = settings;
    const found = await connection.withDeadline(Date.now() + callLimitMs, () =>
      look(connection, namespace, local),
    );
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    const ways = [
      settings.tls === false
        ? 'no TLS'
        : settings.tls === true || !settings.tls.clientCertPair
          ? 'TLS'
          : 'mTLS',
      ...(settings.apiKey === undefined ? [] : ['API key']),
    ];
    const version = serverVersion ? `Temporal ${serverVersion}, ` : '';
    return [fine('server', `${settings.address} (${version}${ways.join(', ')}; ${how})`), ...found];
  } catch (error) {
    return [fault('server', `${settings.address}: ${wordsOf(error)}`)];
  } finally {
    await connection.close();
  }
}

async function look(connection: Connection, namespace: string, local: boolean): Promise<Finding[]> {
  const named = await lookAtNamespace(connection, namespace);
  if (named.state === 'fault') return [named];
  return [
    named,
    await lookAtAttributes(connection, namespace),
    ...(await lookAtPollers(connection, namespace, local)),
  ];
}

async function lookAtNamespace({ workflowService }: Connection, namespace: string): Promise<Finding> {
  try {
    const { config } = await workflowService.describeNamespace({ namespace });
    const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    const kept = seconds === 0 ? '' : `, histories are kept ${Math.round(seconds / 86_400)} days`;
    return fine('namespace', `${namespace}${kept}`);
  } catch (error) {
    if (codeOf(error) !== notFound) return fault('namespace', `${namespace}: ${wordsOf(error)}`);
    const advice = `temporal operator namespace create --namespace ${namespace}`;
    return fault('namespace', `there is no namespace ${namespace}`, advice);
  }
}

async function lookAtAttributes(connection: Connection, namespace: string): Promise<Finding> {
  const what = 'attributes';
  try {
    const { missing, command } = await findSearchAttributes(
      connection,
      namespace,
      TUNESMITH_SEARCH_ATTRIBUTES,
    );
    if (missing.length === 0) return fine(what, Object.keys(TUNESMITH_SEARCH_ATTRIBUTES).join(', '));
    const lacks = `${missing.join(', ')} not registered: the Temporal UI cannot filter by them; builds run`;
    return note(what, lacks, `the first start registers them where we may; else: ${command}`);
  } catch (error) {
    return note(what, `may not be looked at (${wordsOf(error)}); builds run without them`);
  }
}

async function lookAtPollers(
  { workflowService }: Connection,
  namespace: string,
  local: boolean,
): Promise<Finding[]> {
  const wanted = [
    { kind: 'builds', asks: 'workflows' },
    { kind: 'builds', asks: 'activities' },
    { kind: 'rows', asks: 'activities' },
    { kind: 'sets', asks: 'activities' },
  ] as const;
  const counts = await Promise.all(
    wanted.map(async (each) => {
      const request = { namespace, taskQueue: { name: queues[each.kind] }, taskQueueType: asks[each.asks] };
      const { pollers } = await workflowService.describeTaskQueue(request);
      return { ...each, pollers: pollers.length };
    }),
  );
  const lacking = [...new Set(counts.filter(({ pollers }) => pollers === 0).map(({ kind }) => kind))];
  const told = counts.map(
    ({ kind, asks: what, pollers }) => `${kind} ${what === 'workflows' ? '(workflows) ' : ''}${pollers}`,
  );
  if (lacking.length === 0) return [fine('workers', told.join(', '))];
  if (local) return [note('workers', `${told.join(', ')}; \`run\` and \`dev\` bring theirs along`)];
  const advice = `tunesmith worker --kinds ${lacking.join(',')} (with the same server, store and keys)`;
  return [fault('workers', `${told.join(', ')}: nobody works for ${lacking.join(', ')}`, advice)];
}

function codeOf(error: unknown): number | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? Number(cause.code) : undefined;
}
