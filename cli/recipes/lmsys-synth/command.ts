import { Option, type Command } from 'commander';
import { json } from '../../flags.ts';
import type { JoinOptions } from './join.ts';
import type { ReleaseOptions } from './release.ts';

export function addRelease(program: Command, end: (code: Promise<number>) => Promise<never>): void {
  program
    .command('release')
    .argument('<name>', 'dataset of the recipe lmsys-synth')
    .description('write a dataset without the text of its chat log, to be passed on')
    .requiredOption('--to <folder>', 'new folder')
    .option('--why <text>', 'why the text is left out, for its card')
    .addOption(new Option('--store <uri>', 'folder or s3:// URI of the store').conflicts('config'))
    .addOption(new Option('--config <file>', 'config that names the store'))
    .addOption(json())
    .action(async (name: string, options: ReleaseOptions) =>
      end((await import('./release.ts')).release(name, options)),
    );
  program
    .command('join')
    .argument('<folder>', 'folder that release wrote')
    .description('put the text of your own copy of the chat log back into a release')
    .requiredOption('--log <files...>', 'files of the log: JSON lines, CSV or Parquet')
    .requiredOption('--to <file>', 'new file of JSON lines')
    .addOption(json())
    .action(async (folder: string, options: JoinOptions) =>
      end((await import('./join.ts')).join(folder, options)),
    );
}
