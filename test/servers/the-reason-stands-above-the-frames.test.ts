import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LogFile } from '../../infra/servers/log-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the end of a log is what went wrong, not the stack below it', () => {
  const path = join(temporaryFolder(), 'server.log');
  writeFileSync(path, 'of a server before\n');
  const log = new LogFile(path);
  const frames = Array.from({ length: 100 }, (_, at) => `go.uber.org/fx.call${at}\n\t/go/fx/call.go:${at}\n`);
  const reason = 'fatal  cannot listen: bind: address already in use';
  appendFileSync(path, `info  begins\n${reason}\n${frames.join('')}`);
  expect(log.tail()).toBe(`info  begins\n${reason}`);
  expect(log.tail(1)).toBe(reason);
  expect(log.since()).toContain('address already in use');
  expect(log.since()).not.toContain('before');
});
