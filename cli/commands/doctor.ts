import { createRequire } from 'node:module';
import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { serverSettings, ownServer } from '../../connection/server-settings.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import type { Home } from '../../workers/home.ts';
import { lookAtEndpoints, lookAtEnvironment } from '../doctor/endpoints.ts';
import { fine, note, type Finding } from '../doctor/finding.ts';
import { lookAtNotify } from '../doctor/notify.ts';
import { lookAtServer } from '../doctor/server.ts';
import { lookAtDisk, lookAtStore } from '../doctor/store.ts';
import { exitCodes } from '../exit-codes.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { configToLookAt } from '../host/config-to-look-at.ts';
import type { FleetOptions } from '../host/surroundings.ts';
import { localServer } from '../host/server.ts';
import { paletteFor, type Palette } from '../text/palette.ts';
import { wrap } from '../text/wrap.ts';
import { version } from '../version.ts';

/** `tunesmith doctor [CONFIG]`: what a build would find here, and what is missing; exit code 1 where something is. */
export async function doctor(path: string | undefined, options: HostOptions & FleetOptions): Promise<number> {
  const home = await homeOf(options);
  const looked = path === undefined ? undefined : await configToLookAt(path, options);
  const store = looked?.config.store ?? StoreSchema.parse('tunesmith-store');
  const parts = await Promise.all([
    findServer(home, options),
    // The room after the store: opening it makes its folder.
    lookAtStore(store, home).then(async (found) => [found, await lookAtDisk(home, store)]),
    looked === undefined ? lookAtEnvironment(process.env) : lookAtEndpoints(looked),
  ]);
  const told = looked === undefined ? [] : lookAtNotify(looked.config, process.env);
  const findings = [lookAtVersions(), ...parts.flat(), ...told];
  const faults = findings.filter(({ state }) => state === 'fault').length;
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ ready: faults === 0, findings }, null, 2)}\n`);
  else {
    const palette = paletteFor(process.stdout);
    const width = Math.min(process.stdout.columns || 80, 100);
    const end = faults === 0 ? 'A build can run here.' : `${faults} to mend before a build can run here.`;
    process.stdout.write(
      `${[...findings.flatMap((each) => linesOf(each, width, palette)), end].join('\n')}\n`,
    );
  }
  return faults === 0 ? exitCodes.ok : exitCodes.failed;
}

function lookAtVersions(): Finding {
  const sdk: unknown = createRequire(import.meta.url)('@temporalio/client/package.json');
  const of = typeof sdk === 'object' && sdk !== null && 'version' in sdk ? String(sdk.version) : '?';
  return fine(
    'versions',
    `tunesmith ${version}, Node ${process.versions.node}, Temporal SDK ${of}, ${process.platform}`,
  );
}

async function findServer(home: Home, options: HostOptions): Promise<Finding[]> {
  const { namedBy, ...settings } = serverSettings(options);
  if (namedBy !== undefined) return lookAtServer({ settings, how: namedBy, local: false });
  const local = await localServer(home);
  if (local === undefined)
    return [
      note(
        'server',
        'none is named and none runs here: `run` and `dev` start one',
        'TEMPORAL_ADDRESS names another',
      ),
    ];
  return lookAtServer({
    settings: ownServer(local.address, local.namespace),
    how: 'of this home',
    local: true,
  });
}

const marks = { fine: '✔', note: '!', fault: '✖' } as const;
const paints = { fine: 'green', note: 'yellow', fault: 'red' } as const;
const indent = 13;

function linesOf({ about, state, text, advice }: Finding, width: number, palette: Palette): string[] {
  const told = wrap(nameOnTerminal(text), width - indent);
  const todo = advice === undefined ? [] : wrap(`→ ${nameOnTerminal(advice)}`, width - indent);
  return [...told, ...todo].map((line, row) =>
    row === 0
      ? `${palette[paints[state]](marks[state])} ${about.padEnd(indent - 2)}${line}`
      : `${' '.repeat(indent)}${line}`,
  );
}
