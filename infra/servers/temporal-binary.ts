import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cachedGoBinary, goBinary } from './go-build.ts';
import { temporalProgram } from './go-programs.ts';
import { silent, type OnProgress } from './progress.ts';
import { cachedTemporalCli, downloadTemporalCli } from './temporal-download.ts';

export interface TemporalBinary {
  path: string;
  /** `cli` is `temporal server start-dev`; `tunesmith` is the program in infra/temporal. */
  kind: 'cli' | 'tunesmith';
  /** For people: where the binary comes from. */
  how: string;
}

/**
 * Finds a Temporal server to run, the cheapest way first: the `temporal` CLI on the PATH, our build in the cache, the CLI
 * that Temporal's SDK downloads, and at last a build from the Go module proxy.
 * @throws GoBuildError when none of them works.
 */
export async function findTemporalBinary(onProgress: OnProgress = silent): Promise<TemporalBinary> {
  const installed = await onPath('temporal');
  if (installed) return { path: installed, kind: 'cli', how: 'the temporal CLI on the PATH' };
  const built = await cachedGoBinary(temporalProgram());
  if (built) return { path: built, kind: 'tunesmith', how: 'the cached build of infra/temporal' };
  const downloaded = (await cachedTemporalCli()) ?? (await downloadTemporalCli(onProgress));
  if (downloaded) return { path: downloaded, kind: 'cli', how: "the SDK's download of the temporal CLI" };
  const path = await goBinary(temporalProgram(), onProgress);
  return { path, kind: 'tunesmith', how: 'a new build of infra/temporal' };
}

async function onPath(command: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, command);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}
