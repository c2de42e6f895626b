import { expect, test } from 'vitest';
import { charting, dentist, expanded, server } from './documents.ts';

test("section 3.3: the paper's own example", () => {
  const document =
    'Since Galileo, it has been debated. It is known that no preferred inertial frame exists according to the ' +
    'principle of relativity. It is known that light is fast.';
  const sentence =
    'It is known that no preferred inertial frame exists according to the principle of relativity.';
  const start = document.indexOf(sentence);
  expect(expanded('<excerpt>It is known that<...>the principle of relativity.</excerpt>', document)).toEqual({
    text: sentence,
    spans: [
      {
        documentStart: start,
        documentEnd: start + sentence.length,
        answerStart: 0,
        answerEnd: sentence.length,
        ambiguous: false,
      },
    ],
    excerptedCharacters: sentence.length,
  });
});

test('Appendix A: a medical note', () => {
  const opening = 'To write a medical note, consider the following guidelines. ';
  const answer = `${opening}<excerpt>To begin, let's review<...>six elements are needed...</excerpt>`;
  // The line break and the curly apostrophe are the document's.
  const passage = charting.slice(charting.indexOf('To begin, let’s'));
  expect(expanded(answer, charting)).toMatchObject({
    text: opening + passage,
    excerptedCharacters: passage.length,
  });
});

test('Appendix A: effects of diabetes', () => {
  const opening = 'Diabetes has several effects, including being ';
  const result = expanded(`${opening}<excerpt>often accompanied by<...>loss of teeth.</excerpt>`, dentist);
  const from = dentist.indexOf('often accompanied');
  const to = dentist.indexOf('\nalso infections');
  expect(result.text).toBe(opening + dentist.slice(from, to));
  expect(result.spans).toMatchObject([{ documentStart: from, documentEnd: to, answerStart: opening.length }]);
  expect(expanded('what effects does <excerpt>diabetes</excerpt> have?', dentist).text).toBe(
    'what effects does diabetes have?',
  );
});

test('Appendix A: a server with type-graphql', () => {
  const opening = 'To create a GraphQL schema and connect to a database, follow these steps: ';
  const answer = `${opening}<excerpt>we will be using type-graphql<...>type-graphql mongoose...\`</excerpt>`;
  const passage = server.slice(server.indexOf('we will be using'));
  expect(expanded(answer, server).text).toBe(opening + passage);
});

test('several excerpts, with words of the model around them', () => {
  const document = 'one two three. four five six. seven eight nine.';
  expect(
    expanded('A <excerpt>seven<...>nine.</excerpt> B <excerpt>two three.</excerpt> C', document),
  ).toMatchObject({
    text: 'A seven eight nine. B two three. C',
    spans: [
      { documentStart: 30, documentEnd: 47, answerStart: 2, answerEnd: 19 },
      { documentStart: 4, documentEnd: 14, answerStart: 22, answerEnd: 32 },
    ],
    excerptedCharacters: 27,
  });
});

test('an answer without excerpts stays as it is', () => {
  expect(expanded('Plain < text > & more.', 'a document')).toEqual({
    text: 'Plain < text > & more.',
    spans: [],
    excerptedCharacters: 0,
  });
});

test.each([
  ['the first occurrence of the start', 'a b c a d c', 'a<...>d', 'a b c a d'],
  ['the nearest occurrence of the end', 'a b c a d c', 'a<...>c', 'a b c'],
  ['an end that also stands before the start', 'end x start y end z end', 'start<...>end', 'start y end'],
  ['several ellipses name places on the way', 'a x b y c z b d c', 'a<...>d<...>c', 'a x b y c z b d c'],
  ['an ellipsis character', 'a b c', 'a<…>c', 'a b c'],
  ['spaces around the pieces', 'a b c', ' a <...> c ', 'a b c'],
  ['start and end side by side', 'a b c', 'a<...>b', 'a b'],
  ['whole words before parts of words', 'start heart art is end art', 'art<...>is', 'art is'],
  ['an end that is a whole word', 'we saw item one and it ended', 'we<...>it', 'we saw item one and it'],
  ['no spaces between words', '今日は天気がいいです。', '天気<...>です', '天気がいいです'],
  ['special patterns', 'cost $& is (a|b)* [x] $1', '$&<...>$1', '$& is (a|b)* [x] $1'],
  ['the whole document', 'all of it', 'all of it', 'all of it'],
  ['dots that are no ellipsis', 'wait... for it... now', 'wait... for<...>now', 'wait... for it... now'],
])('%s', (_, document, excerpt, text) => {
  expect(expanded(`<excerpt>${excerpt}</excerpt>`, document).text).toBe(text);
});

test.each([
  ['one place', 'a b c', 'a<...>c', false],
  ['two starts', 'a b a c', 'a<...>c', true],
  ['two ends', 'a b c c', 'a<...>c', true],
  ['two places', 'a b. a b.', 'a b.', true],
])('says whether the excerpt fits other spans too: %s', (_, document, excerpt, ambiguous) => {
  expect(expanded(`<excerpt>${excerpt}</excerpt>`, document).spans).toMatchObject([{ ambiguous }]);
});
