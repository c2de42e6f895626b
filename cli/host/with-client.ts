import { Tunesmith } from '../../client/index.ts';
import { UserMistake } from '../user-mistake.ts';
import { homeOf, type HostOptions } from './options.ts';
import { openServer, serverKnown, type OpenServer } from './server.ts';
import type { Home } from '../../workers/home.ts';

export interface Connected {
  readonly client: Tunesmith;
  readonly server: OpenServer;
  readonly home: Home;
}

/**
 * Works with the server that keeps the builds; where none runs, one is started on the home's database for as long as
 * that takes. `undefined` from `without` answers where there never was a build.
 */
export async function withClient<T>(
  options: HostOptions,
  work: (connected: Connected) => Promise<T>,
  without?: () => T,
): Promise<T> {
  const home = await homeOf(options);
  if (!serverKnown(home, options)) {
    if (without !== undefined) return without();
    throw new UserMistake(
      `there are no builds in ${home.root}; start one with \`tunesmith run CONFIG\`, or name their home with --home`,
    );
  }
  return withServer(home, options, work);
}

/** As `withClient`, also where there never was a server: a database is made for it. */
export async function withServer<T>(
  home: Home,
  options: HostOptions,
  work: (connected: Connected) => Promise<T>,
): Promise<T> {
  // An ordinary start takes a second and is nobody's concern; a build of the server takes minutes.
  const say = (line: string) => void (line.startsWith('Starting') || process.stderr.write(`${line}\n`));
  const server = await openServer(home, { ...options, headless: true, say });
  try {
    // Not closed: a call that the SDK is to try again would be thrown, by a timer, into the closed connection.
    const client = await Tunesmith.connect(server, { say: (line) => void process.stderr.write(`${line}\n`) });
    return await Promise.race([work({ client, server, home }), server.lost]);
  } finally {
    await server.stop();
  }
}
