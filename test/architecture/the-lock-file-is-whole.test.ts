import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const locked = z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() });
const lockFile = z.object({ packages: z.record(z.string(), locked) });

test('the lock file names the packages for other platforms too, without which npm ci refuses it', () => {
  const path = join(import.meta.dirname, '../../package-lock.json');
  const { packages } = lockFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const optional = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  const missing = optional.filter(
    ({ path, name }) =>
      !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
  );
  expect(optional.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});
