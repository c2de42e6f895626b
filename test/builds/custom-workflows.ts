import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { onTestFinished } from 'vitest';
import type { Foundry } from './foundry.ts';

/** Runs workflows of a test file beside the foundry's own workers, which serve their activities; returns the queue. */
export async function serveWorkflows({ temporal }: Foundry, path: string): Promise<string> {
  const taskQueue = 'workflows-of-a-test';
  const workflowsPath = fileURLToPath(new URL(path, import.meta.url));
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const connection = await NativeConnection.connect({ address: temporal.address });
  onTestFinished(() => connection.close());
  const worker = await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue,
    workflowBundle,
  });
  const running = worker.run();
  onTestFinished(async () => {
    worker.shutdown();
    await running;
  });
  return taskQueue;
}
