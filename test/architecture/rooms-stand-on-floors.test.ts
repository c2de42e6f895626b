import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { arrowsBetweenRooms, floorsOf } from './the-house.ts';

const folders = ['activities', 'schemas', 'workflows', 'client', 'config', 'recipe-folders', 'cli'];

test('rooms stand in no circle', async () => {
  const floors = floorsOf(await arrowsBetweenRooms(folders));
  expect(floors.size).toBeGreaterThan(50);
});

test('a circle of rooms is found, by the files that tie it', () => {
  const arrows = new Map([
    ['a/b -> a/c', ['a/b/1.ts -> a/c/2.ts']],
    ['a/c -> a/b', ['a/c/3.ts -> a/b/4.ts']],
  ]);
  expect(() => floorsOf(arrows)).toThrow('a/c/3.ts -> a/b/4.ts');
});

/** What only one recipe's own files speak of. */
const words = [
  /back-?and-?forth|backtranslat/i,
  /fine-?instructions|genericiz|distil-|template-?bank/i,
  /multilingual(?!ity)/i,
  /lmsys/i,
  /magpie|pre-?query/i,
];

/** Where a recipe is at home, and the registries, each with a line for it. */
const homes = [
  /^(schemas|activities|cli)\/recipes\//,
  /^workflows\/(?!engine\/)/,
  /^infra\/standin\/responders\//,
];

test("a recipe's words are spoken at its home alone", () => {
  const all = [...folders, 'workers', 'infra'];
  const files = execFileSync('git', ['ls-files', ...all], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const general = files.filter((path) => /\.(ts|mjs)$/.test(path) && !homes.some((home) => home.test(path)));
  expect(general.length).toBeGreaterThan(300);
  const spoken = general.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, at) =>
        words.some((word) => word.test(line)) ? [`${path}:${at + 1}: ${line.trim()}`] : [],
      ),
  );
  expect(spoken).toEqual([]);
});
