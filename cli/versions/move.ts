import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { exitCodes } from '../exit-codes.ts';
import { openDatasets, tell, type VersionsOptions } from './open-datasets.ts';

/** `tunesmith rollback NAME vN`. */
export async function rollback(name: string, to: number, options: VersionsOptions): Promise<number> {
  const done = await (await openDatasets(options, false)).rollback(name, to);
  const said = nameOnTerminal(name);
  const line = done.moved
    ? `${said}: readers take v${to} now, not v${done.from}; \`tunesmith rollback ${said} v${done.from}\` undoes it`
    : `${said}: readers take v${to} already`;
  tell(done, [line], options);
  return exitCodes.ok;
}

/** `tunesmith pin NAME vN`. */
export async function pin(name: string, version: number, options: VersionsOptions): Promise<number> {
  await (await openDatasets(options, false)).pin(name, version);
  tell(
    { name, version, pinned: true },
    [`${nameOnTerminal(name)} v${version} is pinned: gc keeps it`],
    options,
  );
  return exitCodes.ok;
}

/** `tunesmith unpin NAME vN`. */
export async function unpin(name: string, version: number, options: VersionsOptions): Promise<number> {
  const was = await (await openDatasets(options, false)).unpin(name, version);
  const line = was
    ? `${nameOnTerminal(name)} v${version} is not pinned any more: gc may collect it`
    : `${nameOnTerminal(name)} v${version} was not pinned`;
  tell({ name, version, pinned: false }, [line], options);
  return exitCodes.ok;
}
