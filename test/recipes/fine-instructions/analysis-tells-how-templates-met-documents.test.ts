import { expect, test } from 'vitest';
import { analysed, pair } from './analysed.ts';

const documents = { a: 100, b: 100, c: 100, d: 100 };
// Locations 0.2, 0.4 and 0.9 for the chunks 1, 2 and 3: r = 0.7 / sqrt(2 * 0.26) = 0.97.
const published = [
  pair('a', 't1', { chunk: 1, excerpt_location: 0.2 }),
  pair('a', 't2', { chunk: 2, excerpt_location: 0.4, complexity: 3, query_source: 'forum' }),
  pair('b', 't1', { chunk: 3, excerpt_location: 0.9, similarity: 0.8 }),
  pair('b', 't3', { chunk: 0, excerpt_location: 1, complexity: 12 }),
];
const matched = [
  ...published,
  pair('c', 't1', { complexity: 1 }),
  pair('c', 't4', { complexity: 3 }),
  pair('c', 't5', { complexity: 11 }),
  pair('c', 't6', { complexity: 2 }),
];
const found = () =>
  analysed({
    documents,
    matched,
    instantiated: [...published, pair('c', 't1')],
    rejected: [
      { id: 'c-t4', reason: 'does not fit' },
      { id: 'c-t5', reason: 'too little excerpted' },
      { id: 'c-t6', reason: 'does not fit' },
    ],
    published,
    reference: [
      [1, 6],
      [3, 2],
      [10, 1],
      [14, 1],
    ],
  });

test('yields by complexity, pairs a document, places, use and complexity of templates', async () => {
  const sections = await found();
  expect([...sections.keys()]).toEqual([
    'Yield of the matches',
    'Pairs a document',
    'Where the answers come from',
    'Use of the templates',
    'Complexity of the templates',
    'Categories',
  ]);
  const first = (title: string) => sections.get(title)?.tables?.[0]?.rows;
  const words = (title: string) => sections.get(title)?.paragraphs.join(' ');

  expect(words('Yield of the matches')).toMatch(/25\.0% with null .* 12\.5% were answered with too little/);
  expect(first('Yield of the matches')).toEqual([
    ['1', 3, 3, 2, '66.7%'],
    ['2', 1, 0, 0, '0%'],
    ['3', 2, 1, 1, '50.0%'],
    ['10+', 2, 1, 1, '50.0%'],
    ['all', 8, 5, 4, '50.0%'],
  ]);

  expect(first('Pairs a document')).toEqual([[4, 2, 4, 2, 2, 2, 2]]);
  expect(words('Pairs a document')).toMatch(
    /^2 pairs a document .* 1 a document of the corpus\. .* 40 tokens, 10\.0%/,
  );
  expect(sections.get('Pairs a document')?.plots?.[0]).toMatchObject({
    bars: [
      { label: '0', value: 2 },
      { label: '1', value: 0 },
      { label: '2', value: 2 },
    ],
  });

  expect(words('Where the answers come from')).toMatch(/0\.97 over pairs, 0\.97 over the chunks’ means/);
  expect(
    first('Where the answers come from')?.map(([chunk, centre, pairs, mean]) => [chunk, centre, pairs, mean]),
  ).toEqual([
    ['whole document', '–', 1, '100%'],
    ['1', '17%', 1, '20%'],
    ['2', '33%', 1, '40%'],
    ['3', '50%', 1, '90%'],
  ]);
  const [histogram] = sections.get('Where the answers come from')?.plots ?? [];
  expect(histogram?.kind === 'bars' ? histogram.bars.filter(({ value }) => value > 0) : []).toEqual([
    { label: '20', value: 1 },
    { label: '40', value: 1 },
    { label: '90', value: 1 },
    // The end of the document is in the last bar.
    { label: '95', value: 1 },
  ]);

  expect(words('Use of the templates')).toMatch(
    /^3 templates of the bank’s 500 were used\. The most used one gave 50\.0%/,
  );
  expect(first('Use of the templates')?.[0]).toEqual([
    'What is <fi>t1</fi>?',
    1,
    2,
    '50.0%',
    expect.closeTo(0.85),
  ]);
  const [, classes, sources] = sections.get('Use of the templates')?.tables ?? [];
  expect(classes?.rows).toEqual([
    ['1', 2, 2, '50.0%'],
    ['2 to 9', 1, 2, '50.0%'],
  ]);
  expect(sources?.rows).toEqual([
    ['chat', 2, 3, '75.0%'],
    ['forum', 1, 1, '25.0%'],
  ]);

  expect(first('Complexity of the templates')).toEqual([
    ['1', '60.0%', '37.5%', '50.0%'],
    ['2', '0%', '12.5%', '0%'],
    ['3', '20.0%', '25.0%', '25.0%'],
    ['10+', '20.0%', '25.0%', '25.0%'],
  ]);
  expect(words('Complexity of the templates')).toMatch(
    /chat, forum \(bank bank, version 3\)\. .* 22\.5% for .* 10\.0% for/,
  );
});

test('a bank that is gone, and pairs of one template and one place, leave no nonsense', async () => {
  const alike = [pair('a', 't'), pair('b', 't')];
  const sections = await analysed({ documents, matched: alike, instantiated: alike, published: alike });
  const told = JSON.stringify([...sections.values()]);
  expect(told).not.toMatch(/NaN|Infinity|null per|undefined/);
  expect(told).toContain('not defined over pairs');
  expect(told).toContain('nothing to compare with');
  expect(told).toContain('too few for a fit');
});

test('a dataset without pairs has no more to tell than its yields', async () => {
  const sections = await analysed({ documents, matched: [pair('a', 't')], instantiated: [], published: [] });
  expect([...sections.keys()]).toEqual(['Yield of the matches']);
});

test('categories that exclude nothing are counted each, and pairs without a label apart', async () => {
  const labelled = [
    pair('a', 't1', { categories: ['science', 'task'] }),
    pair('a', 't2', { categories: ['science'] }),
    pair('b', 't1', { categories: [] }),
    pair('b', 't2', { categories: null }),
  ];
  const sections = await analysed({
    documents,
    matched: labelled,
    instantiated: labelled,
    published: labelled,
    categories: [
      { name: 'science', about: 'nature' },
      { name: 'task', about: 'a piece of work' },
      { name: 'gardens', about: 'plants' },
    ],
  });
  const categories = sections.get('Categories');
  expect(categories?.tables?.[0]?.rows).toEqual([
    ['science', 2, '66.7%', '36.6%'],
    ['task', 1, '33.3%', '6.42%'],
    ['gardens', 0, '0%', null],
  ]);
  expect(categories?.paragraphs[0]).toMatch(/in none \(33\.3% are\).* 1 pairs have no label/);
});
