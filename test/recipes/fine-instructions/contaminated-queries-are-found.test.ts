import { expect, test } from 'vitest';
import { BenchmarkIndex } from '../../../activities/recipes/common/decontamination/benchmark-index.ts';
import { contaminationOf } from '../../../activities/recipes/common/decontamination/contamination.ts';
import { wordsOf } from '../../../activities/recipes/common/decontamination/words.ts';
import { drawFrom } from './draw.ts';

const question = 'A train leaves the station at noon and travels north at sixty miles an hour';

function indexOf(texts: Readonly<Record<string, string>>, n = 8): BenchmarkIndex {
  const index = new BenchmarkIndex(n);
  for (const [id, text] of Object.entries(texts)) index.add({ benchmark: id.split('/')[0] ?? '', id, text });
  return index;
}

test('a query that repeats a benchmark is found with the share that it repeats', () => {
  const index = indexOf({
    'gsm8k/1': question,
    'mmlu/7': 'Which of these is not one of the noble gases in nature',
  });
  expect(contaminationOf(question, index)).toEqual({ benchmark: 'gsm8k', id: 'gsm8k/1', share: 1 });
  // 15 words of the question and 5 more.
  expect(index.find(`Please help me with this ${question}`)).toEqual({
    benchmark: 'gsm8k',
    id: 'gsm8k/1',
    share: 0.75,
  });
  expect(
    contaminationOf('Which gases are noble, and which of them is the lightest one?', index),
  ).toBeUndefined();
});

test('case, punctuation and Unicode forms do not hide it', () => {
  const index = indexOf({ 'gsm8k/1': question });
  const hidden = question.toUpperCase().replaceAll(' ', ' — ').replace('NOON', 'ＮＯＯＮ!');
  expect(contaminationOf(hidden, index)).toMatchObject({ share: 1 });
});

test('more than the threshold is contaminated, the threshold itself is not', () => {
  const index = indexOf({ 'a/1': '1 2 3 4 5 6 7 8' });
  const half = '1 2 3 4 5 6 7 8 a b c d e f g h';
  expect(index.find(half)).toMatchObject({ share: 0.5 });
  expect(contaminationOf(half, index)).toBeUndefined();
  expect(contaminationOf(half, index, 0.49)).toMatchObject({ benchmark: 'a' });
});

test('n-grams that overlap count their words once, and texts are not joined', () => {
  const index = indexOf({ 'a/1': '1 2 3 4', 'a/2': '5 6 7 8' }, 3);
  expect(index.find('1 2 3 4 5 6 7 8 x x')).toMatchObject({ share: 0.8 });
  expect(index.find('3 4 5 6')).toBeUndefined();
});

test('the benchmark that covers most is named', () => {
  const index = indexOf({ 'a/1': '1 2 3', 'b/1': '1 2 3 4', 'c/1': '2 3 4' }, 3);
  expect(index.find('1 2 3 4')).toEqual({ benchmark: 'b', id: 'b/1', share: 1 });
  expect(index.find('2 3 4')).toMatchObject({ benchmark: 'b' });
});

test('a query shorter than an n-gram must equal a text', () => {
  const index = indexOf({ 'qa/1': 'Who wrote Hamlet?', 'qa/2': question, 'arc/2': 'who wrote hamlet' });
  expect(contaminationOf('who wrote HAMLET', index)).toEqual({ benchmark: 'arc', id: 'arc/2', share: 1 });
  expect(index.find('who wrote')).toBeUndefined();
  expect(index.find('a train leaves the station')).toBeUndefined();
  expect(index.find('so tell me please who wrote hamlet then')).toBeUndefined();
  expect(index.find('?!')).toBeUndefined();
});

test('scripts without spaces count characters', () => {
  expect(wordsOf('GPT-4は、すごい!')).toEqual(['gpt', '4', 'は', 'す', 'ご', 'い']);
  const index = indexOf({ 'jcqa/1': '日本で一番高い山は何ですか' });
  expect(contaminationOf('日本で一番高い山は何ですか?', index)).toMatchObject({ share: 1 });
});

test('agrees with a comparison of all n-grams', () => {
  const draw = drawFrom(3);
  const n = 3;
  const sized = (size: number) => Array.from({ length: size }, () => `w${draw(12)}`);
  const texts = Array.from({ length: 300 }, (_, at) => ({
    benchmark: `b${at % 3}`,
    words: sized(1 + draw(9)),
  }));
  const index = new BenchmarkIndex(n);
  for (const [at, { benchmark, words }] of texts.entries())
    index.add({ benchmark, id: String(at), text: words.join(' ') });
  let hits = 0;
  for (let round = 0; round < 500; round += 1) {
    const query = sized(draw(14));
    const shares = ['b0', 'b1', 'b2'].map((name) => {
      const own = texts.filter(({ benchmark }) => benchmark === name).map(({ words }) => words);
      if (query.length < n)
        return query.length > 0 && own.some((words) => words.join() === query.join()) ? 1 : 0;
      const grams = new Set(
        own.flatMap((words) => words.slice(n - 1).map((_, at) => words.slice(at, at + n).join())),
      );
      const covered = query.filter((_, at) =>
        Array.from({ length: n }, (_, back) => at - back).some(
          (start) =>
            start >= 0 && start + n <= query.length && grams.has(query.slice(start, start + n).join()),
        ),
      );
      return covered.length / query.length;
    });
    const most = Math.max(...shares);
    const found = index.find(query.join(' '));
    expect(found?.share ?? 0).toBe(most);
    if (found !== undefined) expect(found.benchmark).toBe(`b${shares.indexOf(most)}`);
    if (most > 0) hits += 1;
  }
  expect(hits).toBeGreaterThan(50);
});
