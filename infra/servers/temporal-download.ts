import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.ts';
import { packageRoot } from './package-root.ts';
import type { OnProgress } from './progress.ts';

/** A download that has not finished by then gives way to a build, which takes about as long. */
const LIMIT_MS = 120_000;

/**
 * Starting the SDK's local environment downloads the CLI and proves that it runs. It is done in a process of its own
 * because it would set up the SDK's one runtime, which the worker wants to set up itself.
 */
const DOWNLOAD = `
import { TestWorkflowEnvironment } from '@temporalio/testing';
const executable = { type: 'cached-download', downloadDir: process.argv[1], ttl: '100 years' };
const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
await environment.teardown();
`;

function folder(): string {
  return join(cacheFolder(), 'temporal-cli');
}

/** The path of the CLI that an earlier call downloaded. */
export async function cachedTemporalCli(): Promise<string | undefined> {
  const names = await readdir(folder()).catch(() => []);
  const found = names.find((name) => /^temporal-[\w.-]+$/.test(name) && !name.endsWith('.downloading'));
  return found === undefined ? undefined : join(folder(), found);
}

/** The path of the CLI, downloaded by Temporal's SDK; `undefined`, quietly, when its site cannot be reached. */
export async function downloadTemporalCli(onProgress: OnProgress): Promise<string | undefined> {
  onProgress('Asking the Temporal SDK to download the temporal CLI ...');
  await mkdir(folder(), { recursive: true });
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', DOWNLOAD, folder()], {
      cwd: packageRoot(),
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    return await cachedTemporalCli();
  } catch {
    onProgress('The download is not reachable from here.');
    return undefined;
  }
}
