import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { goBinary } from '../../infra/servers/go-build.ts';
import { temporalProgram } from '../../infra/servers/go-programs.ts';
import { isAlive } from '../../infra/servers/process-alive.ts';
import { startParent } from './killed-parent.ts';
import './no-external-temporal.ts';
import { temporaryFolder } from './temporary-folder.ts';

const printed = z.object({ pid: z.int(), how: z.string() });

/** Takes the CLI's arguments and runs our build, which unlike the CLI could watch its starter but is not asked to. */
const CLI = (server: string, seen: string) => `#!/bin/sh
echo "$$ $*" > '${seen}'
shift 2
for arg; do
  shift
  case "$skip$arg" in
    --sqlite-pragma|--dynamic-config-value) skip=skip: ;;
    skip:*) skip= ;;
    --db-filename) set -- "$@" --db ;;
    *) set -- "$@" "$arg" ;;
  esac
done
exec '${server}' "$@"
`;

test('a temporal CLI on the PATH is used, on loopback, and ends when its starter is killed', async () => {
  const folder = temporaryFolder();
  const [bin, seen] = [join(folder, 'bin'), join(folder, 'seen')];
  mkdirSync(bin);
  writeFileSync(join(bin, 'temporal'), CLI(await goBinary(temporalProgram()), seen));
  chmodSync(join(bin, 'temporal'), 0o755);

  const parent = await startParent('temporal.ts', [join(folder, 'temporal.db')], {
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
  });
  const { pid, how } = printed.parse(JSON.parse(parent.line));
  const [cliPid, ...args] = readFileSync(seen, 'utf8').trim().split(' ');

  expect(how).toBe('the temporal CLI on the PATH');
  expect(args.join(' ')).toMatch(
    /^server start-dev --db-filename \S+ .*--ip 127\.0\.0\.1 --port \d+ .*--headless/,
  );
  expect(isAlive(Number(cliPid))).toBe(true);
  await parent.kill();
  await expect.poll(() => isAlive(Number(cliPid)) || isAlive(pid)).toBe(false);
});
