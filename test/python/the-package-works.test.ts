import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfigFile } from '../../config/config-file.ts';
import { resolvePaths } from '../../config/paths.ts';
import { recipes } from '../../schemas/recipes/index.ts';
import { openFoundry } from '../builds/foundry.ts';
import { python, pythonEnv, pythonFolder as folder } from './environment.ts';

const run = promisify(execFile);
test(
  'the Python package starts, follows and loads builds, and its types hold',
  { timeout: 900_000 },
  async () => {
    const program = await python();
    const { temporal, store } = await openFoundry();
    const configs = await Promise.all(
      recipes.map(async ({ name: recipe }) => {
        const path = resolve(`examples/${recipe}.yaml`);
        const { value, folder: from } = await readConfigFile(path);
        return [path, resolvePaths(value, from)];
      }),
    );
    const env = {
      ...process.env,
      ...pythonEnv,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      TUNESMITH_STORE: store,
      TUNESMITH_TEST_CONFIGS: JSON.stringify(configs),
    };
    const said = async (...args: string[]) => {
      const failed = z.object({ stdout: z.string(), stderr: z.string() });
      return run(program, args, { cwd: folder, env, maxBuffer: 1e8 }).then(
        ({ stdout }) => stdout,
        (error: unknown) => Object.values(failed.parse(error)).join(''),
      );
    };
    expect(await said('-m', 'mypy', '--cache-dir', '/dev/null')).toMatch(/^Success: no issues found/);
    expect(await said('-m', 'pytest', '-q', '-p', 'no:cacheprovider')).toMatch(/\n\d+ passed in [^,\n]+\n$/);
  },
);
