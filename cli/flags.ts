import { InvalidArgumentError, Option } from 'commander';

/** Where the local server, caches and journals are. */
export const home = () =>
  new Option(
    '--home <dir>',
    'folder of the local server, caches and journals (TUNESMITH_HOME, else .tunesmith)',
  );

export const json = () => new Option('--json', 'print JSON');

export function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return number;
}
