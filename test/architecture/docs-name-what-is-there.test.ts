import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';

const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
const tops = new Set(
  tracked.flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])),
);
const pages = tracked.filter((path) => path.endsWith('.md') && !/(^CHANGELOG|\/prompts\/)/.test(path));

/** What a page says of the repository: paths in backticks, and links that start at the page. */
function pathsIn(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const linked = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, path = '']) => path);
  return [
    ...quoted.filter((path) => path.includes('/') && tops.has(path.slice(0, path.indexOf('/')))),
    ...linked.filter((path) => !/^[a-z]+:/.test(path)).map((path) => join(dirname(page), path)),
  ];
}

/** A placeholder stands for any name; what is before it must be there. */
function isThere(path: string): boolean {
  const literal = path.includes('<') ? path.slice(0, path.indexOf('<')).replace(/[^/]*$/, '') : path;
  return literal.includes('*') ? globSync(literal).length > 0 : existsSync(literal);
}

test('every path that the docs name is there', () => {
  const named = pages.flatMap((page) => pathsIn(page).map((path) => ({ page, path })));
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter(({ path }) => !isThere(path))).toEqual([]);
});

test('a path that moved is found, a placeholder is none', () => {
  expect(isThere('activities/stages/index.ts')).toBe(false);
  expect(isThere('activities/stages/<recipe>/<stage>.ts')).toBe(false);
  expect(isThere('activities/recipes/<recipe>/parse-*.ts')).toBe(true);
});
