import { expect, test } from 'vitest';
import { sampledBy } from '../../activities/dataset/sampled.ts';

const sampling = { temperature: 1, topP: 1 };

test('one sampling is told as it is, and a service has none', () => {
  expect(sampledBy({ sampling })).toBe('T = 1, top-p = 1');
  expect(sampledBy({})).toBe('');
});

test('a mix is told by its parts, with their rows where the dataset has them and else their shares', () => {
  const samplings = [
    { temperature: 1, topP: 1, share: 3 },
    { temperature: 1.2, topP: 0.99, share: 1 },
  ];
  expect(sampledBy({ sampling, samplings })).toBe('T = 1, top-p = 1 (75%); T = 1.2, top-p = 0.99 (25%)');
  const counted = samplings.map((each, at) => ({ ...each, rows: at === 0 ? 1500 : 498 }));
  expect(sampledBy({ sampling, samplings: counted })).toBe(
    'T = 1, top-p = 1 (1,500 rows); T = 1.2, top-p = 0.99 (498 rows)',
  );
});
