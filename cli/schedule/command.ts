import { Option, type Command } from 'commander';
import { fleet } from '../flags.ts';
import { overlaps } from '../../client/schedules/timing.ts';
import type { CreateOptions, UpdateOptions } from './actions.ts';
import type { HostOptions } from '../host/options.ts';

const load = () => import('./actions.ts');

/** Adds `tunesmith schedule ...`; `hosted` adds the options of commands near a server. */
export function addSchedule(
  program: Command,
  hosted: (command: Command) => Command,
  end: (code: Promise<number>) => Promise<never>,
): void {
  const group = program
    .command('schedule')
    .description('build datasets again and again, by Temporal Schedules')
    .helpCommand(false);
  const timed = (command: Command) =>
    hosted(command)
      .addOption(fleet())
      .option('--cron <expression>', 'minute hour day month weekday; may be given several times', collect)
      .option('--every <time>', 'an interval: 6h, 1d')
      .option('--time-zone <zone>', 'of the cron expressions (UTC)')
      .option('--jitter <time>', 'each run begins up to so much later')
      .addOption(overlap())
      .option('--catch-up <time>', 'make up for runs that the server missed, up to so late (1d)')
      .option('--pause-on-failure', 'pause when a build fails')
      .option('--no-pause-on-failure', 'go on when a build fails');
  timed(group.command('create').argument('<config>', 'YAML or JSON file'))
    .description('make a schedule, named after the dataset')
    .option('--note <text>', 'for people')
    .option('--paused', 'begin paused')
    .action((config: string, options: CreateOptions) =>
      end(load().then(({ create }) => create(config, options))),
    );
  timed(group.command('update').argument('<name>', 'dataset'))
    .description('give a schedule another config or timing')
    .option('--config <file>', 'YAML or JSON file')
    .option('--no-time-zone', 'cron expressions are in UTC again')
    .option('--no-jitter', 'runs begin at their time again')
    .action((name: string, options: UpdateOptions) =>
      end(load().then(({ update }) => update(name, options))),
    );
  hosted(group.command('list'))
    .description('list the schedules')
    .action((options: HostOptions) => end(load().then(({ list }) => list(options))));
  const named = (name: string, description: string) =>
    hosted(group.command(name).argument('<name>', 'dataset')).description(description);
  named('show', 'next and last runs, and what changed').action((name: string, options: HostOptions) =>
    end(load().then(({ show }) => show(name, options))),
  );
  named('pause', 'begin no more builds')
    .option('--note <text>', 'why')
    .action((name: string, options: HostOptions) => end(load().then(({ pause }) => pause(name, options))));
  named('unpause', 'go on')
    .option('--note <text>', 'why')
    .action((name: string, options: HostOptions) =>
      end(load().then(({ unpause }) => unpause(name, options))),
    );
  named('trigger', 'begin a build now')
    .addOption(overlap())
    .action((name: string, options: HostOptions) =>
      end(load().then(({ trigger }) => trigger(name, options))),
    );
  named('backfill', 'begin the builds of a time that has passed')
    .requiredOption('--from <time>', '2026-11-21, 2026-11-21T02:00:00Z')
    .option('--to <time>', 'now')
    .addOption(overlap())
    .action((name: string, options: HostOptions & { from: string }) =>
      end(load().then(({ backfill }) => backfill(name, options))),
    );
  named('delete', 'remove a schedule; its datasets stay').action((name: string, options: HostOptions) =>
    end(load().then(({ remove }) => remove(name, options))),
  );
}

function overlap(): Option {
  return new Option(
    '--overlap <policy>',
    `of a run that finds another at work: ${overlaps.join(', ')} (skip)`,
  );
}

function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
