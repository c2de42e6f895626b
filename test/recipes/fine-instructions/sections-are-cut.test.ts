import { expect, test } from 'vitest';
import { gaussianWeights } from '../../../activities/vectors/gaussian-pooling.ts';
import { nearestTemplates } from '../../../activities/recipes/fine-instructions/matching/nearest-templates.ts';
import { sectionOf } from '../../../activities/recipes/fine-instructions/matching/sections.ts';

const options = { chunks: 5, sigma: 0.05, least: 0.5 };
const words = (count: number) => Array.from({ length: count }, (_, at) => `w${at + 1}`);

test('a section is the words that the Gaussian weighs half of its height or more', () => {
  for (const count of [40, 120, 999]) {
    const text = `  ${words(count).join(' \n')} `;
    for (let chunk = 1; chunk <= 5; chunk += 1) {
      const centre = (chunk / 6) * count;
      const weights = gaussianWeights(count, centre, 0.05 * count);
      const height = Math.exp(-0.5 * ((Math.round(centre) - centre) / (0.05 * count)) ** 2);
      const top = Math.max(...weights) / height;
      const inside = words(count).filter((_, at) => (weights[at] ?? 0) / top >= 0.5);
      expect(sectionOf(text, chunk, options).split(/\s+/)).toEqual(inside);
    }
  }
});

test('chunk 0 is the whole text, and a short text has sections of a word', () => {
  expect(sectionOf(' as it stands ', 0, options)).toBe(' as it stands ');
  expect(sectionOf('one', 3, options)).toBe('one');
  expect(sectionOf('one two three', 1, options)).toBe('one');
  expect(sectionOf('one two three', 5, options)).toBe('three');
  expect(sectionOf(' \n', 2, options)).toBe(' \n');
});

test('sections take turns with the nearest template that no other has', () => {
  const found = (chunk: number, template: string, similarity: number) => ({ chunk, template, similarity });
  const candidates = [
    found(1, 'a', 0.5),
    found(1, 'b', 0.9),
    found(2, 'b', 0.8),
    found(2, 'c', 0.7),
    found(2, 'd', 0.6),
  ];
  const chosen = [found(1, 'b', 0.9), found(2, 'c', 0.7), found(1, 'a', 0.5), found(2, 'd', 0.6)];
  expect(nearestTemplates(candidates, 9)).toEqual(chosen);
  expect(nearestTemplates(candidates.reverse(), 3)).toEqual(chosen.slice(0, 3));
});
