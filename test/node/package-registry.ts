import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

export interface PackageRegistry {
  readonly url: string;
  /** Paths that it was asked for. */
  readonly asked: readonly string[];
}

/** An npm registry with one version of each of the given packages, which have one program: `bin/node`, a shell script. */
export async function packageRegistry(
  folder: string,
  version: string,
  packages: Readonly<Record<string, string>>,
): Promise<PackageRegistry> {
  const asked: string[] = [];
  const tarballs = new Map<string, Buffer>();
  for (const [name, script] of Object.entries(packages))
    tarballs.set(name, await packed(join(folder, name), name, version, script));
  const server = createServer(({ url: path = '' }, response) => {
    asked.push(path);
    const name = decodeURIComponent(path.slice(1).replace(/\.tgz$/, ''));
    const tarball = tarballs.get(name);
    if (tarball === undefined) response.writeHead(404).end('{}');
    else if (path.endsWith('.tgz')) response.end(tarball);
    else {
      const integrity = `sha512-${hash('sha512', tarball, 'base64')}`;
      const dist = { tarball: `${url}/${name}.tgz`, integrity };
      const versions = { [version]: { name, version, dist, bin: { node: 'bin/node' } } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked };
}

async function packed(folder: string, name: string, version: string, script: string): Promise<Buffer> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version, bin: { node: 'bin/node' } }));
  await writeFile(join(folder, 'bin/node'), script);
  await chmod(join(folder, 'bin/node'), 0o755);
  await promisify(execFile)('npm', ['pack', '--pack-destination', folder], { cwd: folder });
  return readFile(join(folder, `${name}-${version}.tgz`));
}
