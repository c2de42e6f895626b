import { lazyConnection } from '../../connection/client-connection.ts';
import { ownServer } from '../../connection/server-settings.ts';
import { ensureSearchAttributes, type SearchAttributeTypes } from '../../connection/search-attributes.ts';

/** Our own redials are quick; gRPC's default waits a second and more between two. */
const REDIAL_MS = 100;
const ANSWER_LIMIT_MS = 2_000;
const REGISTER_LIMIT_MS = 30_000;

/**
 * Whether the server at `address` serves `namespace` with `attributes` now.
 * @returns the reason when it does not, `undefined` when it does.
 */
export async function whyNotReady(
  address: string,
  namespace: string,
  attributes: SearchAttributeTypes,
): Promise<unknown> {
  const connection = lazyConnection(ownServer(address, namespace), REDIAL_MS);
  try {
    await connection.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    await connection.withDeadline(Date.now() + REGISTER_LIMIT_MS, () =>
      ensureSearchAttributes(connection, namespace, attributes),
    );
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await connection.close();
  }
}

/** Whether the Web UI on `port` answers now. */
export async function uiAnswers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
