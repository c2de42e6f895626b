import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import {
  parseCategory,
  parseDifficulty,
  parseQuality,
} from '../../../activities/recipes/magpie/labels/parse-labels.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { drawing } from './drawn-build.ts';

test.each([
  ['{"category": "Math", "others": []}', { category: 'Math', others: [] }],
  [
    '```json\n{"category": "math", "others": ["Reasoning"]}\n```',
    { category: 'Math', others: ['Reasoning'] },
  ],
  ['Sure: {"category": "Other", "others": null} I hope this helps.', { category: 'Others', others: [] }],
  ['{"category": ["Coding and Debugging"]}', { category: 'Coding & Debugging', others: [] }],
  [
    '{"category": "role-playing", "others": "Editing, role playing, nonsense"}',
    { category: 'Role playing', others: ['Editing'] },
  ],
  ['{"category": "Data analysis", "others": ["Plan', { category: 'Data analysis', others: [] }],
  ['Information Seeking', { category: 'Information seeking', others: [] }],
  ['{"category": "Translating"}', { category: 'Editing', others: [] }],
])('a category of %s', (answer, category) => {
  expect(parseCategory(answer, { translating: 'Editing' })).toEqual(category);
});

test.each([
  ['{"reason": "Clear {enough}.", "quality": "Very Poor"}', 'very poor', 'Clear {enough}.'],
  ['{"quality": "very_poor"}', 'very poor', null],
  ['{"reason": "A \\"word\\"", "quality": "fair"}', 'average', 'A "word"'],
  ['excellent.', 'excellent', null],
])('a quality of %s', (answer, quality, reason) => {
  expect(parseQuality(answer)).toEqual({ quality, reason });
});

test('a difficulty has what the user wants and what one must know', () => {
  expect(
    parseDifficulty('{"intent": "a proof", "knowledge": ["sets", "maps"], "difficulty": "Hard"}'),
  ).toEqual({ difficulty: 'hard', intent: 'a proof', knowledge: 'sets, maps' });
});

test.each([
  ['', 'no label'],
  ['I would say that this is good or excellent.', 'no label'],
  ['{"quality": "purple"}', 'another word'],
  ['{"quality": 3}', 'no label'],
])('%j is no quality', (answer, reason) => {
  const read = parseQuality(answer);
  expect(read).toBeInstanceOf(Unusable);
  expect(read).toMatchObject({ reason });
});

test('labels that cannot be had are null and counted, and rows stay', async () => {
  const foundry = await openFoundry({ mistakes: { empty: 0.05, cut: 0.05, chatter: 0.2 } });
  const labeller = { endpoint: 'default', model: 'stand-in', sampling: { temperature: 0 } };
  const config = drawing(40);
  const dataset = await foundry.build({ ...config, roles: { ...Object(config['roles']), labeller } });
  const { counts, unusable = {} } = tableOf(dataset, 'label-instruction');
  expect(counts.out).toBe(counts.in);
  expect(Object.values(unusable).reduce((sum, rows) => sum + rows, 0)).toBeGreaterThan(0);
  expect(Object.keys(unusable)).not.toContain('intent');
});
