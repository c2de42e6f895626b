import { expect, test } from 'vitest';
import {
  atThreshold,
  thresholdsOf,
} from '../../activities/recipes/fine-instructions/similarities/thresholds.ts';
import { surveyLines } from '../../cli/recipes/fine-instructions/show.ts';
import type { Survey } from '../../cli/recipes/fine-instructions/survey.ts';
import { paletteFor } from '../../cli/text/palette.ts';
import { widthOf } from '../../cli/text/width.ts';

const measured = [
  { chunks: [0.52, 0.4], templates: [0.52, 0.51, 0.4] },
  { chunks: [0.61, 0.61], templates: [0.61] },
  { chunks: [0.05, -0.08], templates: [0.05] },
];

test('what each threshold would do, and what lies between it and the next', () => {
  const all = thresholdsOf(measured, 2);
  expect(all.map(({ threshold }) => threshold)).toEqual([
    -0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6,
  ]);
  expect(all.find(({ threshold }) => threshold === 0.5)).toEqual({
    threshold: 0.5,
    documentsHere: 1,
    chunksHere: 1,
    withAny: 2,
    withAll: 1,
    mean: 1,
  });
  expect(all.reduce((sum, { chunksHere }) => sum + chunksHere, 0)).toBe(6);
  expect(all.reduce((sum, { documentsHere }) => sum + documentsHere, 0)).toBe(3);
  // A similarity that is the threshold is no candidate, as in a build.
  expect(atThreshold(measured, 0.51, 2)).toEqual({ threshold: 0.51, withAny: 2, withAll: 0, mean: 2 / 3 });
  expect(thresholdsOf([], 6)).toEqual([]);
});

const survey: Survey = {
  bank: { name: 'a-bank', version: 12, templates: 18_000_000, embedder: 'BAAI/bge-m3', standIn: false },
  role: { name: 'tokenEmbedder', model: 'BAAI/bge-m3' },
  sample: {
    documents: 4,
    measured: 3,
    refused: 1,
    refusal: 'too\nlong',
    read: 20_000,
    wholeCorpus: false,
    seed: 42,
  },
  templates: 6,
  thresholds: thresholdsOf(measured, 6),
  configured: atThreshold(measured, 0.865, 6),
  examples: [
    {
      similarity: 0.61,
      template: `Was ist <fi>${'ein Ding '.repeat(30)}</fi>?\u001b[2J`,
      document: '7',
      chunk: 2,
      text: '長い文書'.repeat(60),
    },
  ],
};

test.each([50, 60, 80, 120])('no line is wider than %i columns', (width) => {
  const lines = surveyLines(survey, { width, palette: paletteFor({ isTTY: false }, {}) });
  expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
  const text = lines.join('\n');
  expect(text).not.toContain('\u001b');
  expect(text).toMatch(/0\.500 .*2 {2}66\.7% .* 0 {3}0\.0%/);
  expect(text.replaceAll('\n', ' ')).toContain('At match.threshold 0.865, as the config has it, 0 (0.0%)');
  expect(text).toContain('too long');
});
