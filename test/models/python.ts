import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../infra/servers/cache-folder.ts';
import { withFileLock } from '../../infra/servers/file-lock.ts';
import { packageRoot } from '../../infra/servers/package-root.ts';

export const modelsFolder = join(packageRoot(), 'infra', 'models');

const run = promisify(execFile);
const ASK = 'import ensurepip, sys, venv; print("%d.%d" % sys.version_info[:2])';

/** Why this machine cannot run the model servers; `undefined` where it can. */
export async function whyNoPython(): Promise<string | undefined> {
  const version = await pythonVersion();
  if (version === undefined)
    return 'there is no python3 with venv on the PATH; the model servers need 3.11 to 3.13';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 3 && minor >= 11 && minor <= 13) return undefined;
  return `python3 is ${version}; the model servers are pinned for 3.11 to 3.13`;
}

/**
 * The Python of an environment with the packages of infra/models/SERVER/requirements.txt. It is made once for each
 * content of that file and kept in Tunesmith's cache, beside the binaries that Go built.
 * @throws Error with pip's words where a package cannot be had.
 */
export async function pythonFor(server: 'nllb' | 'cometkiwi'): Promise<string> {
  const requirements = join(modelsFolder, server, 'requirements.txt');
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cacheFolder(), 'models');
  const environment = join(folder, `${server}-${digest}-${(await pythonVersion()) ?? 'none'}`);
  const [python, complete] = [join(environment, 'bin', 'python'), join(environment, 'complete')];
  await mkdir(folder, { recursive: true });
  await withFileLock(`${environment}.lock`, async () => {
    if (await exists(complete)) return;
    await rm(environment, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', environment]);
    // Everything is pinned, so there is nothing to resolve.
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check'];
    await run(python, [...pip, '--requirement', requirements], { maxBuffer: 1e8 });
    await writeFile(complete, '');
  });
  return python;
}

async function pythonVersion(): Promise<string | undefined> {
  return run('python3', ['-c', ASK]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
