import { join } from 'node:path';
import type { GoProgram } from './go-build.ts';
import { packageRoot } from './package-root.ts';

/** All Temporal services and the Web UI in one process. */
export function temporalProgram(): GoProgram {
  return {
    name: 'temporal',
    label: 'the Temporal server',
    module: join(packageRoot(), 'infra', 'temporal'),
    target: '.',
    firstBuild: 'about 3 minutes',
  };
}

/** An S3 server on a folder. */
export function s3Program(): GoProgram {
  return {
    name: 'versitygw',
    label: 'the S3 server',
    module: join(packageRoot(), 'infra', 's3'),
    target: 'github.com/versity/versitygw/cmd/versitygw',
    firstBuild: 'about 1 minute',
  };
}
