import { InvalidArgumentError, Option } from 'commander';

/** Where the local server, caches and journals are. */
export const home = () =>
  new Option(
    '--home <dir>',
    'folder of the local server, caches and journals (TUNESMITH_HOME, else .tunesmith)',
  );

export const fleet = () =>
  new Option('--fleet <file>', 'endpoints and stores that configs name (TUNESMITH_FLEET)');

/** Recipes that are not ours; given several times, it takes all of them in. */
export const recipeFolders = () =>
  new Option(
    '--recipes <dir>',
    'folder or npm package with recipes of your own (TUNESMITH_RECIPES, tunesmith.config.yaml)',
  ).argParser((dir: string, before: readonly string[] | undefined) => [...(before ?? []), dir]);

export const json = () => new Option('--json', 'print JSON');

export function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return number;
}
