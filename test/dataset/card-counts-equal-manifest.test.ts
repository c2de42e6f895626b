import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

/** Cells of the Markdown table whose first heading is given. */
function cells(card: string, heading: string): string[][] {
  const lines = card.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => line.slice(2, -2).split(' | '));
}

test('the card tells the counts that the manifest holds', async () => {
  const { read, manifest } = await publish(await finishedBuild({ rows: 2500 }));
  const card = await read('README.md');
  const number = (text: string | undefined): number => Number(text?.replaceAll(',', ''));
  expect(
    cells(card, 'Stage').map(([title, came, added, out, rejected]) => [
      title,
      ...[came, added, out, rejected].map(number),
    ]),
  ).toEqual(
    manifest.tables.map(({ title, counts }) => [
      title,
      counts.in,
      counts.expanded,
      counts.out,
      counts.rejected,
    ]),
  );
  expect(cells(card, 'Stage')[1]?.at(-1)).toBe('score not kept (1,000), no score (250)');
  expect(cells(card, 'Source').map(([source, , rows]) => [source, number(rows)])).toEqual(
    manifest.analysis.sources?.largest.map(({ source, rows }) => [source, rows]),
  );
  expect(card).toContain('**2,500** pairs');
  expect(manifest.rows).toBe(2500);
});
