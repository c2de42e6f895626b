import { serverSettings } from '../../connection/server-settings.ts';
import { goBinary } from './go-build.ts';
import { s3Program } from './go-programs.ts';
import type { OnProgress } from './progress.ts';
import { findTemporalBinary } from './temporal-binary.ts';

export interface PrepareOptions {
  temporal: boolean;
  s3: boolean;
  onProgress?: OnProgress;
}

/**
 * Makes sure that the servers can be started without a wait. They are built one after the other: each build
 * uses every core, and the second one reuses packages of the first.
 * @throws GoBuildError when a build is needed and Go is missing or fails.
 */
export async function prepareServers({ temporal, s3, onProgress }: PrepareOptions): Promise<void> {
  if (temporal && serverSettings().namedBy === undefined) await findTemporalBinary(onProgress);
  if (s3) await goBinary(s3Program(), onProgress);
}
