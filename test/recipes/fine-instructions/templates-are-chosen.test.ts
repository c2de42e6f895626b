import { expect, test } from 'vitest';
import {
  chooseTemplates,
  type Candidate,
} from '../../../activities/recipes/fine-instructions/matching/choose-templates.ts';
import { distanceOf } from '../../../activities/recipes/fine-instructions/matching/complexity.ts';
import { drawFrom } from './draw.ts';

const reference = new Map([[1, 1]]);
const options = { seed: 1, reference };
const candidate = (template: string, chunk: number, similarity = 0.9, complexity = 1): Candidate => ({
  template,
  chunk,
  similarity,
  complexity,
});
const many = Array.from({ length: 60 }, (_, at) => candidate(`t${at}`, at % 6));

test('six templates of six chunks, each of them once', () => {
  const chosen = chooseTemplates('d', many, options);
  expect(chosen.map(({ chunk }) => chunk).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(new Set(chosen.map(({ template }) => template)).size).toBe(6);
});

test('the same whatever the order of the candidates, another one for another document or seed', () => {
  const names = (document: string, from: readonly Candidate[], seed = 1) =>
    chooseTemplates(document, from, { ...options, seed })
      .map(({ template }) => template)
      .sort();
  expect(names('d', many.toReversed())).toEqual(names('d', many));
  expect(names('e', many)).not.toEqual(names('d', many));
  expect(names('d', many, 2)).not.toEqual(names('d', many));
});

test('similarity above the threshold', () => {
  const near = [candidate('a', 0, 0.8651), candidate('b', 1, 0.865), candidate('c', 2, NaN)];
  expect(chooseTemplates('d', near, options).map(({ template }) => template)).toEqual(['a']);
  expect(chooseTemplates('d', near, { ...options, threshold: 0.5 })).toHaveLength(2);
  expect(chooseTemplates('d', [], options)).toEqual([]);
});

test('chunks without candidates leave their places to the others', () => {
  const few = many.filter(({ chunk }) => chunk < 2).concat(candidate('only', 4));
  const chunks = chooseTemplates('d', few, options).map(({ chunk }) => chunk);
  expect(chunks).toHaveLength(6);
  expect(chunks.filter((chunk) => chunk === 4)).toHaveLength(1);
  expect(chunks.filter((chunk) => chunk === 0).length).toBeGreaterThanOrEqual(2);
  expect(chunks.filter((chunk) => chunk === 1).length).toBeGreaterThanOrEqual(2);
});

test('a template that matches several chunks is taken once, and a chunk with no other has it', () => {
  for (const document of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    const chosen = chooseTemplates(
      document,
      [candidate('x', 0), candidate('y', 0), candidate('x', 3)],
      options,
    );
    expect(chosen.map(({ template, chunk }) => `${template}${chunk}`).sort()).toEqual(['x3', 'y0']);
  }
});

test('a complexity that the reference lacks comes last', () => {
  const rare = Array.from({ length: 50 }, (_, at) => candidate(`r${at}`, 0, 0.9, 3));
  const chosen = chooseTemplates('d', [...rare, candidate('common', 0)], { ...options, size: 2 });
  expect(chosen.map(({ complexity }) => complexity)).toEqual([1, 3]);
});

test.each(['candidates', 'pool'] as const)('complexity follows the reference (weights by the %s)', (by) => {
  // Simple templates are nine in ten of what matches; the reference wants them in a third.
  const wanted = new Map([
    [1, 30],
    [2, 30],
    [5, 20],
    [12, 15],
    [30, 5],
  ]);
  const shares = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 5, 5, 12, 12, 30];
  const pool = new Map(
    [...new Set(shares)].map((each) => [each, shares.filter((other) => other === each).length]),
  );
  const draw = drawFrom(5);
  const chosen = new Map<number, number>();
  const naive = new Map<number, number>();
  for (let document = 0; document < 500; document += 1) {
    const candidates = Array.from({ length: 300 }, (_, at) =>
      candidate(`t${document}-${at}`, at % 6, 0.9, shares[draw(shares.length)]),
    );
    for (const { complexity } of candidates.slice(0, 6))
      naive.set(complexity, (naive.get(complexity) ?? 0) + 1);
    const found = chooseTemplates(`d${document}`, candidates, {
      seed: 1,
      reference: wanted,
      ...(by === 'pool' ? { pool } : {}),
    });
    for (const { complexity } of found) chosen.set(complexity, (chosen.get(complexity) ?? 0) + 1);
  }
  expect(distanceOf(naive, wanted)).toBeGreaterThan(0.25);
  expect(distanceOf(chosen, wanted)).toBeLessThan(0.04);
});
