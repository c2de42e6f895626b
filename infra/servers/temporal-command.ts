import { basename } from 'node:path';
import { onLeash } from './leash.ts';
import { searchAttributeFlags, type SearchAttributeTypes } from '../../connection/search-attributes.ts';
import type { TemporalBinary } from './temporal-binary.ts';

export interface TemporalLayout {
  dbPath: string;
  namespace: string;
  port: number;
  /** `undefined` for no Web UI. */
  uiPort: number | undefined;
  searchAttributes: SearchAttributeTypes;
}

/**
 * The command line that serves `layout` with `binary` on loopback and that ends when its standard input does; `users` is the
 * folder of its lease.
 */
export function temporalCommand(
  { path, kind }: TemporalBinary,
  { dbPath, namespace, port, uiPort, searchAttributes }: TemporalLayout,
  users: string,
): { command: string; args: string[] } {
  const shared = [
    ...['--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace, '--log-level', 'warn'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...searchAttributeFlags(searchAttributes),
  ];
  if (kind === 'tunesmith') return onLeash(path, ['--db', dbPath, ...shared], users);
  const own = [
    // The CLI puts the name into a URI unescaped, so it is told what has no `?`, `#` or `%`: it runs in the file's folder.
    ...['server', 'start-dev', '--db-filename', basename(dbPath)],
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'],
    ...['--dynamic-config-value', 'frontend.namespaceRPS.visibility=500'],
  ];
  return onLeash(path, [...own, ...shared], users);
}
