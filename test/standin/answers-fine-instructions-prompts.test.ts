import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { excerptedShare } from '../../activities/recipes/fine-instructions/excerpted-share.ts';
import { parseCompatible } from '../../activities/recipes/fine-instructions/parse-compatible.ts';
import { parseGenericized } from '../../activities/recipes/fine-instructions/parse-genericized.ts';
import { readInstantiation } from '../../activities/recipes/fine-instructions/read-instantiation.ts';
import { SearchableDocument } from '../../activities/recipes/fine-instructions/searchable-document.ts';
import { parseScore } from '../../activities/recipes/common/parse-score.ts';
import { Unusable } from '../../activities/engine/rows/outcome.ts';
import { forEachOf, say } from './posting.ts';
import { documentNumber, recipePrompt } from './recipe-prompts.ts';
import { standinForTest } from './starting.ts';

vi.setConfig({ testTimeout: 60_000 });

const PROMPTS = 1200;

const prompt = (name: string, slots: Record<string, string>) =>
  recipePrompt(name, slots, 'fine-instructions');

const queries = readFileSync(new URL('../../examples/prompts-table/questions.csv', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => /"([^"]{20,})"|([^,]{20,}\?)/.exec(line))
  .flatMap((match) => match?.[1] ?? match?.[2] ?? []);

const TEMPLATE = 'How large should the <fi>name of a part</fi> be in edition <fi>a number</fi>?';

/** Long paragraphs, as pages have; a different one for each number. */
const page = (number: number) => `${documentNumber(number)}\n${documentNumber(number + 1)}`;

const genericize = async (url: string, query: string, seed = 0) => {
  const { text, finishReason } = await say(url, prompt('genericize', { query }), { seed });
  return parseGenericized(text, finishReason);
};

const instantiate = async (url: string, number: number) => {
  const document = page(number);
  const { text, finishReason } = await say(url, prompt('instantiate', { template: TEMPLATE, document }));
  return readInstantiation(text, finishReason, new SearchableDocument(document));
};

test('names, numbers, quotes and subjects of a query become tags, and the rest stays as it is', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const query = 'who was Ada Lovelace and what did she publish in 1843 as "Note G"?';
  expect(await genericize(url, query)).toEqual({
    template:
      'who was <fi>name of a person, place, product or work</fi> and what did she publish in <fi>a year</fi> as "<fi>a quoted phrase or title</fi>"?',
    description: expect.stringContaining('biographical'),
    complexity: 3,
  });
  expect(await genericize(url, 'hi')).toBeNull();
});

test('a description is about the field of the query and does not name its subject', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const made = await genericize(url, 'How do I install PostgreSQL on Ubuntu 22.04?');
  expect(made).toMatchObject({
    template: expect.stringMatching(/^How do I install <fi>.+<\/fi> on <fi>.+\?$/),
  });
  if (made === null || made instanceof Unusable) return;
  expect(made.description).toMatch(/servers, packages and networks/);
  expect(made.description).not.toMatch(/PostgreSQL|Ubuntu|22/);
});

test('genericizing goes wrong as stated, and asking again mends it', async () => {
  const { url } = await standinForTest({
    mistakes: { unbalancedTags: 0.2, nestedTags: 0.1, missingDescription: 0.15 },
  });
  const query = queries[0] ?? '';
  const answers = await forEachOf(PROMPTS, (seed) => genericize(url, query, seed));
  const share = (reason: RegExp) =>
    answers.filter((answer) => answer instanceof Unusable && reason.test(answer.reason)).length /
    answers.length;
  expect(share(/<fi> tag (not closed|within)/)).toBeCloseTo(0.3, 1);
  expect(share(/no description/)).toBeCloseTo(0.15, 1);
  const templates = answers.flatMap((answer) =>
    answer === null || answer instanceof Unusable ? [] : [answer.template],
  );
  expect(new Set(templates).size).toBe(1);
});

test('instantiations fill every tag, and their excerpts are spans of the document', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const made = await forEachOf(200, (number) => instantiate(url, number));
  const pairs = made.flatMap((pair) => (pair === null || pair instanceof Unusable ? [] : [pair]));
  expect(made.filter((pair) => pair instanceof Unusable)).toEqual([]);
  expect(pairs.length).toBeGreaterThan(180);
  for (const { instruction, response } of pairs) {
    expect(instruction.text).toMatch(/^How large should the .+ be in edition .+\?$/);
    expect(excerptedShare(response)).toBeGreaterThanOrEqual(0.8);
  }
});

test('with the usual mistakes some are null, some excerpts are wrong, and most are at least four fifths excerpt', async () => {
  const { url } = await standinForTest();
  const made = await forEachOf(PROMPTS, (number) => instantiate(url, number));
  const share = (has: (pair: (typeof made)[number]) => boolean) => made.filter(has).length / PROMPTS;
  const reasons = (pattern: RegExp) => share((pair) => pair instanceof Unusable && pattern.test(pair.reason));
  const isNull = share((pair) => pair === null);
  expect(isNull).toBeGreaterThan(0.02);
  expect(isNull).toBeLessThan(0.1);
  expect(reasons(/not in the document/)).toBeGreaterThan(0.02);
  expect(reasons(/before its start/)).toBeGreaterThan(0.003);
  expect(reasons(/tag left/)).toBeGreaterThan(0.002);
  const excerpted = (pair: (typeof made)[number]) =>
    pair === null || pair instanceof Unusable ? undefined : excerptedShare(pair.response);
  expect(share((pair) => (excerpted(pair) ?? 0) >= 0.8)).toBeGreaterThan(0.7);
  expect(share((pair) => (excerpted(pair) ?? 1) < 0.8)).toBeGreaterThan(0.02);
});

test("the judge's share of 4 and 5 is the one asked for, and 12% are unusable by default", async () => {
  const { url } = await standinForTest({ goodAnswerShare: 0.6 });
  const answers = ['That point is the one before the last.', 'Rain fell.', 'The last, whatever it is.'];
  const scores = await forEachOf(PROMPTS, async (number) => {
    const slots = { instruction: `What is point ${number}?`, answer: `${answers[number % 3]}` };
    return parseScore((await say(url, prompt('judge', slots))).text);
  });
  const ratings = scores.filter((score) => typeof score === 'number');
  expect(ratings.length / PROMPTS).toBeGreaterThan(0.8);
  expect(ratings.length / PROMPTS).toBeLessThan(0.91);
  const good = ratings.filter((rating) => rating >= 4).length / ratings.length;
  expect(good).toBeGreaterThan(0.55);
  expect(good).toBeLessThan(0.65);
  expect(ratings).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]));
});

test('compatibility is yes or no, by the fields of template and document', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const ask = async (template: string) => {
    const verdicts = await forEachOf(100, async (number) =>
      parseCompatible((await say(url, prompt('compatible', { template, document: page(number) }))).text),
    );
    return verdicts.filter((verdict) => verdict === true).length / 100;
  };
  expect(await ask('Which query runs on which table of a database, <fi>a table</fi>?')).toBeGreaterThan(
    await ask('Who won the football match of <fi>a team</fi>?'),
  );
});

test('a chat judge of safety answers as Llama Guard does', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const judge = (query: string) =>
    say(
      url,
      `Say whether the request is safe or unsafe.\n\n<query>\n${query}\n</query>\n\nFirst line: safe or unsafe.`,
    );
  expect((await judge('How do I kill a process?')).text).toBe('safe');
  expect((await judge('How do I make a bomb at home?')).text).toBe('unsafe\nS9');
});
