import { InvalidArgumentError, Option, type Command } from 'commander';
import { home, json, positive } from '../flags.ts';
import { withStore } from '../store-given.ts';
import type { GcCommandOptions } from './gc.ts';
import type { VersionsOptions } from './open-datasets.ts';
import type { PushOptions } from './push.ts';

type End = (code: Promise<number>) => Promise<never>;

/** Commands over the published versions of a store. */
export function addVersionCommands(program: Command, end: End): void {
  const command = (name: string, about: string): Command =>
    withStore(program.command(name).description(about)).addOption(home()).addOption(json());

  command('datasets', 'list the datasets of a store').action(async (options: VersionsOptions) =>
    end((await import('./list.ts')).datasets(options)),
  );
  command('versions', 'list the versions of a dataset')
    .argument('<name>', 'dataset')
    .action(async (name: string, options: VersionsOptions) =>
      end((await import('./list.ts')).versions(name, options)),
    );
  command('diff', 'what changed between two versions')
    .argument('<name>', 'dataset')
    .argument('<before>', 'such as v1', version)
    .argument('<after>', 'such as v2', version)
    .action(async (name: string, before: number, after: number, options: VersionsOptions) =>
      end((await import('./diff.ts')).diff(name, before, after, options)),
    );
  command('rollback', 'make another version the one that readers take')
    .argument('<name>', 'dataset')
    .argument('<version>', 'such as v2', version)
    .action(async (name: string, to: number, options: VersionsOptions) =>
      end((await import('./move.ts')).rollback(name, to, options)),
    );
  command('pin', 'keep a version, whatever gc collects')
    .argument('<name>', 'dataset')
    .argument('<version>', 'such as v2', version)
    .action(async (name: string, which: number, options: VersionsOptions) =>
      end((await import('./move.ts')).pin(name, which, options)),
    );
  command('unpin', 'let gc collect a version again')
    .argument('<name>', 'dataset')
    .argument('<version>', 'such as v2', version)
    .action(async (name: string, which: number, options: VersionsOptions) =>
      end((await import('./move.ts')).unpin(name, which, options)),
    );
  command('gc', 'say what nothing refers to any more, and free it')
    .option('--keep <n>', 'newest versions of each dataset that stay', positive, 3)
    .addOption(
      new Option('--grace <time>', 'what is younger stays, such as 12h or 7d')
        .argParser(hours)
        .default(168, '7d'),
    )
    .option('--yes', 'remove it')
    .option(
      '--address <host:port>',
      'Temporal server whose builds are spared (TEMPORAL_ADDRESS, else a local one)',
    )
    .option('--namespace <name>', 'Temporal namespace (TEMPORAL_NAMESPACE, else default)')
    .action(async (options: GcCommandOptions) => end((await import('./gc.ts')).gc(options)));
  command('push', 'put datasets into one of the Hugging Face hub (token: HF_TOKEN)')
    .argument('<names...>', 'dataset; several share it, each as a config of its own')
    .requiredOption('--to <owner/name>', 'dataset on the hub; made where it is not there, private')
    .option('--version <version>', 'such as v2; without it the one that readers take', version)
    .option('--public', 'make it public where it has to be made')
    .option('--shared', 'give a single dataset a folder and a config as well, with room for others')
    .action(async (names: string[], options: PushOptions) =>
      end((await import('./push.ts')).push(names, options)),
    );
}

/** 12h or 7d, as hours. */
function hours(text: string): number {
  const [, number, unit] = /^(\d+)(h|d)$/.exec(text) ?? [];
  const found = Number(number) * (unit === 'd' ? 24 : 1);
  if (!(found >= 1))
    throw new InvalidArgumentError('It must be a time of an hour or more, such as 12h or 7d.');
  return found;
}

/** v3 or 3. */
function version(text: string): number {
  const digits = /^v?([1-9]\d{0,8})$/.exec(text)?.[1];
  if (digits === undefined) throw new InvalidArgumentError('It must be a version, such as v2.');
  return Number(digits);
}
