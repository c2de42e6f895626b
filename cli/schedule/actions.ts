import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { readConfigFile } from '../../config/config-file.ts';
import { endpointSource } from '../../config/endpoint-rule.ts';
import { checkConfig } from '../../config/load-config.ts';
import { overlaps, type Overlap, type Timing, type TimingChange } from '../../client/schedules/timing.ts';
import type { ScheduleEntry, ScheduleHandle, Triggered } from '../../client/index.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { exitCodes } from '../exit-codes.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { fleetFor, type FleetOptions } from '../host/surroundings.ts';
import { withClient, withServer, type Connected } from '../host/with-client.ts';
import { editedPrompts } from './edited-prompts.ts';
import { local, scheduleLines } from './show.ts';
import { changesOf } from './what-changed.ts';
import { tableLines } from '../text/columns.ts';
import { paletteFor } from '../text/palette.ts';
import { UserMistake } from '../user-mistake.ts';

export interface TimingOptions extends HostOptions, FleetOptions {
  readonly cron?: readonly string[];
  readonly every?: string;
  readonly timeZone?: string;
  readonly jitter?: string;
  readonly overlap?: string;
  readonly catchUp?: string;
  readonly pauseOnFailure?: boolean;
}

export interface CreateOptions extends TimingOptions {
  readonly note?: string;
  readonly paused?: boolean;
}

/** False is what `--no-time-zone` and `--no-jitter` say. */
export interface UpdateOptions extends Omit<TimingOptions, 'timeZone' | 'jitter'> {
  readonly config?: string;
  readonly timeZone?: string | false;
  readonly jitter?: string | false;
}

/** `tunesmith schedule create CONFIG`: builds the config's dataset again and again. */
export async function create(path: string, options: CreateOptions): Promise<number> {
  const config = await configToKeep(path, options);
  const timing = timingOf(options);
  const { note, paused } = options;
  // A first schedule may be made before there was any build.
  const done = await withServer(await homeOf(options), options, async ({ client, server }) => {
    const schedule = await client.schedules.create(config, { ...timing, note, paused });
    const { when, next } = await schedule.info();
    const first = next[0] === undefined ? '' : `; first at ${local(next[0])}`;
    const here = server.ours
      ? '. Nothing runs here now: `tunesmith dev` serves the schedules of this home'
      : '';
    return `${config.name} is built ${when}${paused === true ? ', once it is unpaused' : first}${here}`;
  });
  return said(config.name, done, options);
}

/** `tunesmith schedule update NAME`: another config, another timing, or both. */
export async function update(name: string, options: UpdateOptions): Promise<number> {
  const config = options.config === undefined ? undefined : await configToKeep(options.config, options);
  if (config !== undefined && config.name !== name)
    throw new UserMistake(
      `${options.config ?? ''} is a config of ${config.name}, and the schedule is of ${name}`,
    );
  const { timeZone, jitter, ...others } = options;
  const timing: TimingChange = {
    ...timingOf(others),
    timeZone: timeZone === false ? null : timeZone,
    jitter: jitter === false ? null : jitter,
  };
  if (config === undefined && Object.values(timing).every((each) => each === undefined))
    throw new UserMistake(
      'say what is to change: --config FILE, --cron, --every, --time-zone, --jitter, --overlap, ...',
    );
  return tell(name, options, async ({ client }) => {
    const schedule = client.schedules.get(name);
    const before = await schedule.info();
    const { configVersion, when } = await schedule.update({ config, timing });
    const version =
      configVersion === before.configVersion
        ? `config version ${configVersion} as before`
        : `config version ${configVersion}`;
    return `${name} is built ${when}, by ${version}`;
  });
}

/** `tunesmith schedule list` */
export async function list(options: HostOptions): Promise<number> {
  const found = await withClient(
    options,
    async ({ client }) => {
      const schedules: ScheduleEntry[] = [];
      for await (const each of client.schedules.list()) schedules.push(each);
      return schedules;
    },
    () => [],
  );
  if (options.json === true) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else if (found.length === 0)
    process.stdout.write('no schedules; `tunesmith schedule create CONFIG --cron ...` makes one\n');
  else {
    const lines = tableLines(
      [
        { header: 'schedule', cells: found.map(({ id }) => id) },
        { header: 'recipe', cells: found.map(({ recipe }) => recipe), keep: 1 },
        { header: 'when', cells: found.map(({ when }) => when) },
        { header: 'state', cells: found.map(({ paused }) => (paused ? 'paused' : 'active')) },
        { header: 'last', cells: found.map(({ last }) => (last === undefined ? '' : local(last))), keep: 2 },
        {
          header: 'next',
          cells: found.map(({ next, paused }) => (next === undefined || paused ? '' : local(next))),
          keep: 3,
        },
      ],
      process.stdout.columns || 80,
      paletteFor(process.stdout).dim,
    );
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return exitCodes.ok;
}

/** `tunesmith schedule show NAME`: next and last runs, and what changed from run to run. */
export async function show(name: string, options: HostOptions): Promise<number> {
  await withClient(options, async ({ client, server, home }) => {
    const schedule = client.schedules.get(name);
    const [info, runs] = await Promise.all([schedule.info(), schedule.runs()]);
    const changes = await changesOf(runs, info.store, home);
    const edited = await editedPrompts(info.prompts);
    if (options.json === true) {
      const told = runs.map(({ dataset, ...run }, at) => ({
        ...run,
        version: dataset?.version,
        rows: dataset?.rows,
        unchanged: dataset?.unchanged,
        changes: changes[at],
      }));
      process.stdout.write(`${JSON.stringify({ ...info, editedPrompts: edited, runs: told }, null, 2)}\n`);
      return;
    }
    const palette = paletteFor(process.stdout);
    const width = process.stdout.columns || 80;
    const lines = scheduleLines(info, runs, changes, { width, palette, edited });
    if (server.uiUrl !== undefined) {
      const namespace = encodeURIComponent(client.namespace);
      lines.push('', `${server.uiUrl}/namespaces/${namespace}/schedules/${encodeURIComponent(name)}`);
    }
    process.stdout.write(`${lines.map(nameOnTerminal).join('\n')}\n`);
  });
  return exitCodes.ok;
}

export function pause(name: string, options: HostOptions & { note?: string }): Promise<number> {
  return change(name, options, async (schedule) => {
    await schedule.pause(options.note);
    return `${name} is paused: builds at work go on, no others begin; \`tunesmith schedule unpause ${name}\` goes on`;
  });
}

export function unpause(name: string, options: HostOptions & { note?: string }): Promise<number> {
  return change(name, options, async (schedule) => {
    await schedule.unpause(options.note);
    const { next } = await schedule.info();
    return `${name} goes on${next[0] === undefined ? '' : `; next at ${local(next[0])}`}`;
  });
}

export function trigger(name: string, options: HostOptions & { overlap?: string }): Promise<number> {
  return change(name, options, async (schedule) =>
    triggerText(name, await schedule.trigger(overlapNamed(options.overlap))),
  );
}

export function backfill(
  name: string,
  options: HostOptions & { from: string; to?: string; overlap?: string },
): Promise<number> {
  const from = timeNamed('--from', options.from);
  const to = options.to === undefined ? new Date() : timeNamed('--to', options.to);
  if (from >= to) throw new UserMistake(`--from ${options.from} is not before --to ${options.to ?? 'now'}`);
  return change(name, options, async (schedule) => {
    await schedule.backfill(from, to, overlapNamed(options.overlap));
    return `${name}: the runs from ${local(from)} to ${local(to)} are made up for; \`tunesmith schedule show ${name}\``;
  });
}

export function remove(name: string, options: HostOptions): Promise<number> {
  return change(name, options, async (schedule) => {
    await schedule.delete();
    return `the schedule of ${name} is gone; its datasets stay, and a build at work goes on`;
  });
}

function triggerText(name: string, triggered: Triggered): string {
  if (triggered.outcome === 'started')
    return `${triggered.build} has begun; \`tunesmith watch ${triggered.build}\` follows it`;
  const running = triggered.running.join(', ') || 'the run before';
  return triggered.outcome === 'skipped'
    ? `skipped: ${running} is still at work, and ${name} skips what overlaps; --overlap buffer-one would wait for it`
    : `${name} begins when ${running} has ended`;
}

/** A config that others will read: paths are absolute in it, and no stand-in of this process is named. */
async function configToKeep(path: string, options: HostOptions & FleetOptions): Promise<BuildConfig> {
  const file = await readConfigFile(path);
  const fleet = await fleetFor(options);
  if (endpointSource(file, process.env, fleet) === 'stand-in') {
    const { standInUrlOf } = await import('../host/stand-in.ts');
    return checkConfig(file, { standIn: await standInUrlOf(await homeOf(options)), fleet });
  }
  return checkConfig(file, { fleet });
}

function timingOf(options: TimingOptions): Timing {
  const { cron, every, timeZone, jitter, catchUp, pauseOnFailure } = options;
  return { cron, every, timeZone, jitter, overlap: overlapNamed(options.overlap), catchUp, pauseOnFailure };
}

function overlapNamed(name: string | undefined): Overlap | undefined {
  if (name === undefined) return undefined;
  const found = overlaps.find((each) => each === name);
  if (found === undefined) throw new UserMistake(`--overlap ${name}: there are ${overlaps.join(', ')}`);
  return found;
}

function timeNamed(flag: string, text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new UserMistake(`${flag} ${text} is no time such as 2026-11-21 or 2026-11-21T02:00:00Z`);
  return time;
}

function change(
  name: string,
  options: HostOptions,
  act: (schedule: ScheduleHandle) => Promise<string>,
): Promise<number> {
  return tell(name, options, ({ client }) => act(client.schedules.get(name)));
}

async function tell(
  name: string,
  options: HostOptions,
  act: (connected: Connected) => Promise<string>,
): Promise<number> {
  return said(name, await withClient(options, act), options);
}

function said(name: string, done: string, { json }: HostOptions): number {
  process.stdout.write(json === true ? `${JSON.stringify({ schedule: name, done })}\n` : `${done}\n`);
  return exitCodes.ok;
}
