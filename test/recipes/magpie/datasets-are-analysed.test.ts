import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Section, SectionPlot } from '../../../schemas/dataset/section.ts';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import type { Dataset } from '../../../schemas/build/task.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { rowsOf, tablesOf } from '../lmsys-synth/sample-build.ts';
import { drawing, measuring, model } from './drawn-build.ts';

const roles = { ...measuring, sampler: model };
const measured = {
  id: z.string(),
  instruction: z.string(),
  benchmark_cosine: z.number().nullable(),
  benchmark_item: z.string().nullable(),
  benchmark_near: z.array(z.string()),
  benchmark_overlap: z.number(),
  overlap_item: z.string().nullable(),
};

async function sectionsOf({ location }: Pick<Dataset, 'location'>): Promise<Map<string, Section>> {
  const text = await readFile(join(location, 'manifest.json'), 'utf8');
  const { analysis } = DatasetManifestSchema.parse(JSON.parse(text));
  return new Map((analysis.sections ?? []).map((section) => [section.title, section]));
}

function rowsIn(section: Section | undefined, table = 0) {
  return section?.tables?.[table]?.rows ?? [];
}

const kinds = (section: Section | undefined): SectionPlot['kind'][] =>
  (section?.plots ?? []).map(({ kind }) => kind);

test('card and report tell of all that the paper does, of each dataset of a build', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const drawn = drawing(60, { mix: 'studied', roles });
  const raw = await foundry.build(drawn);
  const [table] = tablesOf(raw, 'nearest');
  if (table === undefined) throw new Error('Nothing was compared.');
  const known = await rowsOf(foundry.store, table, { id: z.string(), instruction: z.string() });
  const [same] = known.filter(({ instruction }) => instruction.split(' ').length > 9);
  const files = [
    await foundry.writeLines('bench.jsonl', [
      { question: same?.instruction },
      { question: 'Which of these four lanterns burns longest when there is no wind at all?' },
    ]),
  ];
  const more = {
    benchmarks: [{ name: "Somebody's bench", files, columns: { text: 'question' } }],
    map: { beside: [{ name: 'another', files: [join(raw.location, 'data', '*.parquet')] }] },
    control: [],
    filters: [
      { name: 'apart', preset: 'apart-from-benchmarks' },
      { name: 'rated', preset: 'reward', longest: 20 },
    ],
    preference: { candidates: 2, select: { draw: { size: 10 } } },
  };
  const dataset = await foundry.build({ ...drawn, ...more });

  // D.5: the item that was drawn is found by its embedding and by its words, and the filter drops what repeats it.
  const [overlap] = tablesOf(dataset, 'overlap-benchmarks');
  if (overlap === undefined) throw new Error('No benchmark was looked for.');
  const rows = await rowsOf(foundry.store, overlap, measured);
  const repeats = rows.filter(({ instruction }) => instruction === same?.instruction);
  expect(repeats.length).toBeGreaterThan(0);
  for (const row of repeats) {
    expect(row.benchmark_cosine).toBeCloseTo(1, 5);
    expect([row.benchmark_overlap, row.benchmark_near]).toEqual([1, [row.benchmark_item]]);
    expect(row.overlap_item).toBe(row.benchmark_item);
  }
  const near = rows.filter((row) => (row.benchmark_cosine ?? 0) > 0.9 || row.benchmark_overlap > 0.5);
  expect(near.length).toBeLessThan(rows.length / 2);
  const apart = dataset.others?.find(({ name }) => name === 'drawn-apart');
  expect(apart?.rows).toBe(60 - near.length);

  const all = await sectionsOf(dataset);
  expect([...all.keys()]).toEqual([
    'What the model went on from',
    'What was no instruction',
    'Categories, quality and difficulty',
    'What the sampling does',
    'Languages',
    'What the English instructions ask for',
    'Minimum neighbour distances',
    'Map of the instructions',
    'Rewards',
    'Safety',
    'Contamination by benchmarks',
    'What 1,000 rows cost',
  ]);
  // Figure 11: nine samplings, each with what was measured of its rows.
  const sampling = all.get('What the sampling does');
  expect(rowsIn(sampling)).toHaveLength(9);
  expect(rowsIn(sampling).flat()).not.toContain(null);
  expect(rowsIn(sampling).reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(60);
  expect(kinds(sampling)).toEqual(['line', 'line', 'line', 'line']);
  const labels = all.get('Categories, quality and difficulty');
  expect(kinds(labels)).toEqual(['bars', 'bars', 'bars']);
  for (const at of [0, 1, 2])
    expect(rowsIn(labels, at).reduce((sum, [, count]) => sum + Number(count), 0)).toBe(60);
  expect(kinds(all.get('Minimum neighbour distances'))).toEqual(['histogram']);
  expect(kinds(all.get('Rewards'))).toEqual(['histogram', 'histogram', 'histogram']);
  const contamination = all.get('Contamination by benchmarks');
  const [bench] = rowsIn(contamination);
  expect(bench?.slice(0, 4)).toEqual(["Somebody's bench", 2, 1, '50.0%']);
  expect(rowsIn(contamination, 1)[0]?.slice(2)).toEqual(["Somebody's bench", same?.instruction]);

  // Figure 7: the other dataset is on the map, whose rows lie where their equals do.
  const [map] = all.get('Map of the instructions')?.plots ?? [];
  if (map?.kind !== 'map') throw new Error('There is no map.');
  expect(map.sets.map(({ name }) => name)).toEqual(['drawn', 'another']);
  for (const { points } of map.sets) expect(points.length).toBeGreaterThan(10);

  // What a filtered dataset was chosen by, and whose choice it is.
  const versions = (name: string) => ({
    location: dataset.others?.find((each) => each.name === name)?.location ?? '',
  });
  const chosen = (await sectionsOf(versions('drawn-rated'))).get('How the rows were chosen');
  expect(chosen?.paragraphs[0]).toBe(
    'The preset reward is from the paper. Appendix C, Table 5: reward above tau1 = -12.',
  );
  expect(rowsIn(chosen)).toEqual([
    ['1', 'reward > -12'],
    ['2', 'the 20 longest responses'],
  ]);
  const card = await readFile(join(versions('drawn-apart').location, 'README.md'), 'utf8');
  expect(card).toContain('The preset apart-from-benchmarks is from Tunesmith itself.');
  const preferred = await sectionsOf(versions('drawn-preference'));
  expect(rowsIn(preferred.get('Rewards')).map(([what]) => what)).toContain('Reward of the chosen answer');
  expect(preferred.get('How the rows were chosen')).toBeDefined();
  const report = await readFile(join(dataset.location, 'report.html'), 'utf8');
  expect(report).toContain('Instructions by their embeddings');
  expect(report).not.toContain('NaN');
});
