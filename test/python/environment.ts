import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../infra/servers/cache-folder.ts';
import { withFileLock } from '../../infra/servers/file-lock.ts';

const run = promisify(execFile);

/** The package's own folder. */
export const pythonFolder = resolve('client/python');

/** What a Python needs to find the package as it stands here. */
export const pythonEnv = { PYTHONPATH: join(pythonFolder, 'src'), PYTHONDONTWRITEBYTECODE: '1' };

/**
 * A Python that has what the package and its tests need, made once for each content of pyproject.toml. Without python3, or
 * without a registry of Python packages, this fails and says so: nothing of the package would be tried.
 */
export async function python(): Promise<string> {
  const { stdout: version } = await run('python3', ['--version']);
  const digest = createHash('sha256')
    .update(version)
    .update(await readFile(join(pythonFolder, 'pyproject.toml')))
    .digest('hex')
    .slice(0, 16);
  const environment = join(cacheFolder(), 'python', digest);
  const [program, complete] = [join(environment, 'bin', 'python'), join(environment, 'complete')];
  await mkdir(join(cacheFolder(), 'python'), { recursive: true });
  await withFileLock(`${environment}.lock`, async () => {
    if (
      await access(complete).then(
        () => true,
        () => false,
      )
    )
      return;
    await rm(environment, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', environment]);
    const source = join(environment, 'source');
    // setuptools writes beside what it builds.
    await run('cp', ['-R', pythonFolder, source]);
    await run(program, ['-m', 'pip', 'install', '--quiet', `${source}[test]`], { maxBuffer: 1e8 });
    await run(program, ['-m', 'pip', 'uninstall', '--quiet', '--yes', 'tunesmith'], { maxBuffer: 1e8 });
    await writeFile(complete, '');
  });
  return program;
}
