#!/usr/bin/env node
import * as modules from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import type { DevOptions } from './commands/dev.ts';
import type { InspectOptions } from './commands/inspect.ts';
import type { RecipesOptions } from './commands/recipes.ts';
import type { RunOptions } from './commands/run.ts';
import type { ValidateOptions } from './commands/validate.ts';
import type { WorkerOptions } from './commands/worker.ts';
import { fleet, home, json, positive, recipeFolders } from './flags.ts';
import type { HostOptions } from './host/options.ts';
import type { FleetOptions } from './host/surroundings.ts';
import { addSchedule } from './schedule/command.ts';
import { recipeCommands } from './recipes/index.ts';
import { addDoorCommands } from './doors/command.ts';
import { addVersionCommands } from './versions/command.ts';
import { exitCodes } from './exit-codes.ts';
import { addNew } from './new/command.ts';
import { tellError } from './tell-error.ts';
import { version } from './version.ts';

// Node 22 keeps compiled code between runs; Node 20 has no such thing.
const keepCompiled: unknown = Reflect.get(modules, 'enableCompileCache');
if (typeof keepCompiled === 'function') Reflect.apply(keepCompiled, modules, []);

// Each command's code is loaded when it runs, so that --help is quick.

const program = new Command('tunesmith')
  .description('Instruction-tuning datasets from text, by published recipes, on Temporal.')
  .version(version)
  .showSuggestionAfterError()
  .showHelpAfterError('(see --help)')
  .helpCommand(false)
  .configureHelp({ showGlobalOptions: true })
  .addOption(recipeFolders())
  .hook('preAction', async (_, command) =>
    (await import('./host/recipe-folders.ts')).takeInListed(command.optsWithGlobals()),
  )
  .exitOverride();

const address = () =>
  new Option(
    '--address <host:port>',
    "Temporal server (TEMPORAL_ADDRESS, else the profile's, else a local one)",
  );
const namespace = () =>
  new Option('--namespace <name>', 'Temporal namespace (TEMPORAL_NAMESPACE, else default)');
const profile = () =>
  new Option('--profile <name>', 'profile of temporal.toml with the server, TLS and keys (TEMPORAL_PROFILE)');
const shards = () =>
  new Option('--shards <n>', 'shards under way at once in this process').argParser(positive);
const hosted = (command: Command) =>
  command
    .addOption(home())
    .addOption(address())
    .addOption(namespace())
    .addOption(profile())
    .addOption(json());

hosted(program.command('run').argument('<config>', 'YAML or JSON file'))
  .description('make a dataset: server, worker and build in one; the same command resumes it')
  .option('--no-worker', 'workers run elsewhere')
  .addOption(shards())
  .addOption(fleet())
  .action(async (config: string, options: RunOptions) =>
    end((await import('./commands/run.ts')).run(config, options)),
  );

hosted(program.command('dev'))
  .description('run a local server, its Web UI and a worker until Ctrl-C')
  .option('--no-worker', 'the server only')
  .addOption(shards())
  .addOption(fleet())
  .action(async (options: DevOptions) => end((await import('./commands/dev.ts')).dev(options)));

program
  .command('worker')
  .description('work for a Temporal server until Ctrl-C')
  .option('--kinds <kinds>', 'queues to serve: builds, rows, sets', list)
  .addOption(shards())
  .addOption(fleet())
  .addOption(home())
  .addOption(address())
  .addOption(namespace())
  .addOption(profile())
  .action(async (options: WorkerOptions) => end((await import('./commands/worker.ts')).worker(options)));

hosted(program.command('status').argument('[name]', 'dataset'))
  .description('list the builds, or tell how far one is')
  .action(async (name: string | undefined, options: HostOptions) =>
    end((await import('./commands/status.ts')).status(name, options)),
  );

hosted(program.command('watch').argument('<name>', 'dataset'))
  .description('follow a build that is under way')
  .action(async (name: string, options: HostOptions) =>
    end((await import('./commands/watch.ts')).watch(name, options)),
  );

hosted(program.command('pause').argument('<name>', 'dataset'))
  .description('let a build finish what it has begun, and wait')
  .action(async (name: string, options: HostOptions) =>
    end((await import('./commands/steer.ts')).pause(name, options)),
  );

hosted(program.command('resume').argument('<name>', 'dataset'))
  .description('let a paused build go on')
  .action(async (name: string, options: HostOptions) =>
    end((await import('./commands/steer.ts')).resume(name, options)),
  );

hosted(program.command('cancel').argument('<name>', 'dataset'))
  .description('end a build; what is finished is kept')
  .action(async (name: string, options: HostOptions) =>
    end((await import('./commands/steer.ts')).cancel(name, options)),
  );

hosted(program.command('inspect').argument('<name>', 'dataset'))
  .description('show tables, rows, rejects with reasons, or the path of a row')
  .option('--stage <name>', 'rows (or rejects) of this stage')
  .option('--rejects', 'what was rejected, and why')
  .option('--row <id>', 'what each stage made of this row')
  .option('--limit <n>', 'rows to show', positive, 5)
  .option('--build', 'the newest build, published or not')
  .addOption(new Option('--store <uri>', 'folder or s3:// URI of the store').conflicts('config'))
  .addOption(new Option('--config <file>', 'config that names the store'))
  .action(async (name: string, options: InspectOptions) =>
    end((await import('./commands/inspect.ts')).inspect(name, options)),
  );

hosted(program.command('doctor').argument('[config]', 'YAML or JSON file'))
  .addOption(fleet())
  .description('look at server, workers, store, endpoints and disk, and say what is missing')
  .action(async (config: string | undefined, options: HostOptions & FleetOptions) =>
    end((await import('./commands/doctor.ts')).doctor(config, options)),
  );

program
  .command('validate')
  .argument('<config>', 'YAML or JSON file')
  .description('check a config and its prompts')
  .option('--online', 'ask the endpoints, too')
  .addOption(fleet())
  .addOption(json())
  .action(async (config: string, options: ValidateOptions) =>
    end((await import('./commands/validate.ts')).validate(config, options)),
  );

addSchedule(program, hosted, end);
addVersionCommands(program, end);
addDoorCommands(program, end);

for (const add of recipeCommands) add(program, end);

program
  .command('recipes')
  .description('list the recipes')
  .option('--schema <recipe>', "print the JSON Schema of a recipe's config")
  .addOption(json())
  .action(async (options: RecipesOptions) => end((await import('./commands/recipes.ts')).recipes(options)));

program
  .command('init')
  .argument('[recipe]', 'recipe', 'generate')
  .argument('[dir]', 'new folder (default: named after the recipe)')
  .description('write a config and a little data to start from')
  .addOption(json())
  .action(async (recipe: string, dir: string | undefined, options: { json?: boolean }) =>
    end((await import('./commands/init.ts')).init(recipe, dir, options)),
  );

addNew(program, end);

function list(text: string): string[] {
  return text.split(',').map((each) => each.trim());
}

/** Ends the process: connections that are still closing need not be waited for. */
async function end(code: Promise<number> | number): Promise<never> {
  process.exit(await code);
}

// Thrown by a timer of a library's: told as any other, and not by a stack.
process.on('uncaughtException', (error) => process.exit(tellError(error, process.argv.includes('--json'))));

// Nothing waits at the top: the build puts this into one file with all commands, as CommonJS.
program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.mistake);
  process.exit(tellError(error, process.argv.includes('--json')));
});
