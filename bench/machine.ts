import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { packageRoot } from '../infra/servers/package-root.ts';
import { join } from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({ version: z.string() });

/** What figures depend on besides the code. */
export function machine() {
  return {
    date: new Date().toISOString(),
    node: process.version,
    system: `${platform()} ${release()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    /** Of the last minute: above a fraction of a core, other programs were at work. */
    loadBefore: loadavg()[0] ?? 0,
    versions: {
      tunesmith: versionOf('.'),
      openai: versionOf('node_modules/openai'),
      temporal: versionOf('node_modules/@temporalio/worker'),
      duckdb: versionOf('node_modules/@duckdb/node-api'),
    },
  };
}

function versionOf(folder: string): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(packageRoot(), folder, 'package.json'), 'utf8')))
    .version;
}
