import { isFull } from '../activities/storage/file-fault.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './text/one-line.ts';
import { paletteFor } from './text/palette.ts';

/** Errors that say what the user got wrong. */
const mistakes = new Set([
  'BankUnusable',
  'CorpusUnreadable',
  'PromptError',
  'RecipeUnusable',
  'ConfigError',
  'ConnectionUnusable',
  'UserMistake',
  'UnknownRecipe',
  'BuildRunning',
  'BuildUnknown',
  'ScheduleExists',
  'ScheduleOfAnother',
  'ScheduleUnknown',
  'ServerUnreachable',
  'TimingUnusable',
  'TokenMissing',
  'VersionUnknown',
]);

/** Errors whose message is for people: a stack would say nothing more. */
const told = new Set([
  'EndpointRefused',
  'BuildFailed',
  'BuildCancelled',
  'ObjectUnreadable',
  'GoBuildError',
  'HomeFull',
  'HubRefused',
  'HomeUnusable',
  'ObjectMissing',
  'ServerLost',
  'StoreFull',
  'StoreUnavailable',
  'TableUnreadable',
  'TemporalStartError',
]);

const room = 'Free some space and run the same command again: nothing that was finished is lost';

/** Prints an error and returns the exit code that it means. With `json`, standard output gets an object as well. */
export function tellError(error: unknown, json: boolean): number {
  const palette = paletteFor(process.stderr);
  const kind = error instanceof Error ? error.name : 'Error';
  const advice = isFull(error) ? `. ${room}` : '';
  const message = printable(`${error instanceof Error ? error.message : String(error)}${advice}`);
  process.stderr.write(`${palette.red('error')}: ${message}\n`);
  const known = mistakes.has(kind) || told.has(kind) || isSystem(error);
  if (process.env['TUNESMITH_DEBUG']) console.error(error);
  else if (!known)
    process.stderr.write(palette.dim('This was not expected; TUNESMITH_DEBUG=1 shows where it came from.\n'));
  if (json) process.stdout.write(`${JSON.stringify({ error: { kind, message } }, null, 2)}\n`);
  return mistakes.has(kind) ? exitCodes.mistake : exitCodes.failed;
}

/** A file that is not there, a port that is taken: the system's words name it. */
function isSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
