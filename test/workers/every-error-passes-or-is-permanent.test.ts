import { readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import { expect, test } from 'vitest';
import { permanent } from '../../workers/permanent-failures.ts';

/** Errors that trying again may mend, and those that never leave an activity: they end as a row's reject or as another error. */
const passing = new Set([
  'BankVersionTaken',
  'DateWanted',
  'Ended',
  'HubRefused',
  'IndexChanged',
  'InferenceClosed',
  'LabelNeeded',
  'NoConnection',
  'ObjectMissing',
  'PageUnusable',
  'ReceiverAway',
  'RecipeNotWhole',
  'RequestFailed',
  'RequestRefused',
  'RowRejected',
  'SigningSecretUnusable',
  'StageNameTaken',
  'StageUnknown',
  'StreamCut',
  'StreamStalled',
  'TableMadeAgain',
  'TemplateRaised',
  'TokenMissing',
  'TooLate',
  'UnusableAnswer',
  'VersionTaken',
  'VersionUnknown',
]);

test('no error of ours is tried again for ever because nobody said what it is', async () => {
  const root = new URL('../..', import.meta.url).pathname;
  const files = await glob('activities/**/*.ts', { cwd: root, absolute: true });
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/override (?:readonly )?name = '(\w+)'/g)].map(([, name]) => name ?? ''),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !permanent.has(name) && !passing.has(name))).toEqual([]);
});
