import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cachedGoBinary, goBinary, type GoProgram } from '../../infra/servers/go-build.ts';
import { GoBuildError } from '../../infra/servers/go-build-error.ts';
import { temporaryFolder } from './temporary-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

function smallProgram(): GoProgram {
  const module = temporaryFolder();
  writeFileSync(join(module, 'go.mod'), 'module small\n\ngo 1.24\n');
  writeFileSync(
    join(module, 'main.go'),
    'package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("it runs") }\n',
  );
  vi.stubEnv('TUNESMITH_CACHE', temporaryFolder());
  return { name: 'small', label: 'a small program', module, target: '.', firstBuild: 'seconds' };
}

test('two who ask at once get one build; a later one gets it without Go; a changed source is built anew', async () => {
  const program = smallProgram();
  expect(await cachedGoBinary(program)).toBeUndefined();
  const lines: string[] = [];
  const asked = [
    goBinary(program, (line) => lines.push(line)),
    goBinary(program, (line) => lines.push(line)),
  ];
  const [one, other] = await Promise.all(asked);
  expect(other).toBe(one);
  expect(lines.filter((line) => line.startsWith('Built'))).toHaveLength(1);
  expect(execFileSync(one ?? '', { encoding: 'utf8' })).toBe('it runs');
  expect(readdirSync(join(process.env['TUNESMITH_CACHE'] ?? '', 'servers'))).toHaveLength(1);

  vi.stubEnv('PATH', temporaryFolder());
  expect(await cachedGoBinary(program)).toBe(one);
  vi.unstubAllEnvs();

  appendFileSync(join(program.module, 'main.go'), '// changed\n');
  expect(await cachedGoBinary(program)).toBeUndefined();
});

test('a missing go names the version to install', async () => {
  const program = smallProgram();
  vi.stubEnv('PATH', temporaryFolder());
  await expect(goBinary(program)).rejects.toThrow(
    'Cannot build a small program: there is no `go` command on the PATH. Install Go 1.24 or newer',
  );
});

test('a failed build shows what the compiler said', async () => {
  const program = smallProgram();
  writeFileSync(join(program.module, 'main.go'), 'package main\n\nfunc main() { undefinedCall() }\n');
  const failure = await goBinary(program).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GoBuildError);
  expect(String(failure)).toContain('undefined: undefinedCall');
});
