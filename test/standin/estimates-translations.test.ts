import { expect, test } from 'vitest';
import { standinForTest } from './starting.ts';
import { estimateAll, TEXTS, translateAll } from './translating.ts';

const number = (count: number) => Array.from({ length: count }, (_, at) => `${TEXTS['tel_Telu']?.[0]} ${at}`);

test('a right translation scores 0.7 or more both ways, another text does not', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const sources = number(50);
  const translations = await translateAll(url, sources, 'tel_Telu', 'eng_Latn');
  const right = await estimateAll(url, sources, translations);
  expect(Math.min(...right)).toBeGreaterThanOrEqual(0.7);
  expect(Math.max(...right)).toBeLessThanOrEqual(1);
  expect(Math.min(...(await estimateAll(url, translations, sources)))).toBeGreaterThanOrEqual(0.7);
  const others = [...translations.slice(1), 'Something in plain English.'];
  const wrong = await estimateAll(url, sources, others);
  expect(Math.max(...wrong)).toBeLessThan(0.7);
  expect(Math.min(...wrong)).toBeGreaterThanOrEqual(0);
  expect(await estimateAll(url, sources, translations)).toEqual(right);
});

test('bad translations come at their rate, always of the same texts, and score below 0.7', async () => {
  const { url } = await standinForTest({ mistakes: { badTranslation: 0.3 } });
  const sources = number(600);
  const translations = await translateAll(url, sources, 'tel_Telu', 'eng_Latn');
  const scores = await estimateAll(url, sources, translations);
  const back = await translateAll(url, translations, 'eng_Latn', 'tel_Telu');
  const bad = scores.filter((score) => score < 0.7).length / sources.length;
  expect(bad).toBeGreaterThan(0.24);
  expect(bad).toBeLessThan(0.36);
  for (const [at, score] of scores.entries())
    expect(back[at] === sources[at], sources[at]).toBe(score >= 0.7);
  expect(await translateAll(url, sources, 'tel_Telu', 'eng_Latn')).toEqual(translations);
});
