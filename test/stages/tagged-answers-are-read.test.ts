import { expect, test } from 'vitest';
import { Unusable } from '../../activities/engine/rows/outcome.ts';
import { parseRewrite } from '../../activities/recipes/back-and-forth/parse-rewrite.ts';
import { parseTranslation } from '../../activities/recipes/common/translation/translate.ts';
import { parseGenerated } from '../../activities/recipes/multilingual/parse-generated.ts';
import { linear, slowdown } from '../slowdown.ts';

type Parse = (answer: string, source?: string, finish?: string) => string | Unusable;

const readers: [string, Parse][] = [
  ['RES', (answer, source = '', finish = 'stop') => parseRewrite(answer, source, finish)],
  ['INST', (answer, source = '', finish = 'stop') => parseGenerated(answer, 8000, finish, source)],
  ['TRANSLATION', (answer, source = '') => parseTranslation(answer, source)],
];

/** Answers are written with TAG for the name, in small letters where it is misspelt so. */
const named = (name: string, text: string) =>
  text.replaceAll('TAG', name).replaceAll(/(?<=\[\/?)tag/g, name.toLowerCase());
const ofEach = <Case extends object>(cases: readonly Case[]) =>
  readers.flatMap(([name, parse]) => cases.map((found) => ({ name, parse, ...found })));

test.each(
  ofEach([
    { answer: '[TAG]\nOne.\n\nTwo.\n[/TAG]', text: 'One.\n\nTwo.' },
    { answer: '[TAG] Text. [/ TAG]', text: 'Text.' },
    { answer: '[TAG] Text. [ /TAG ]', text: 'Text.' },
    { answer: '[TAG] Text. [/tag]', text: 'Text.' },
    { answer: '[tag] Text. [/tag]', text: 'Text.' },
    { answer: '[TAG] Text. [\\TAG]', text: 'Text.' },
    { answer: '[TAG] Text. [TAG/]', text: 'Text.' },
    { answer: '[TAG] Text. [END TAG]', text: 'Text.' },
    { answer: '[TAG] Text. [/TAGS]', text: 'Text.' },
    { answer: '[TAG] Text. </TAG>', text: 'Text.' },
    { answer: '[TAG] Text. [/TAG', text: 'Text.' },
    { answer: '[[TAG]] Text. [[/TAG]]', text: 'Text.' },
    { answer: '\\[TAG\\] Text. \\[/TAG\\]', text: 'Text.' },
    { answer: '**[TAG]**\n**Bold** text.\n**[/TAG]**', text: '**Bold** text.' },
    { answer: '`[TAG]` Text. `[/TAG]`', text: 'Text.' },
    { answer: '[TAG]: Text. [/TAG]', text: 'Text.' },
    // A second opening tag for the closing one, and a tag said twice.
    { answer: '[TAG]\nText.\n[TAG]', text: 'Text.' },
    { answer: '[TAG]\n[TAG]\nText.\n[/TAG]\n[/TAG]', text: 'Text.' },
    // Before the opening tag and behind the closing one.
    { answer: 'Certainly, [TAG] Text. [/TAG] Hope that helps!', text: 'Text.' },
    { answer: 'Here it is.\n\n[TAG]Text.[/TAG]', text: 'Text.' },
    // Tags that are only talked about.
    { answer: 'I will put it between [TAG] and [/TAG]:\n[TAG] Text. [/TAG]', text: 'Text.' },
    { answer: 'The form is [TAG]...[/TAG].\n[TAG] Text. [/TAG]', text: 'Text.' },
    { answer: 'As asked, in the [TAG] tag:\n\n[TAG]\nText.\n[/TAG]', text: 'Text.' },
    { answer: '[TAG] Text. [/TAG]\n\nIt stands between [TAG] and [/TAG], as you asked.', text: 'Text.' },
    { answer: '[TAG] Text. [/TAG]\n\nThe [/TAG] tag ends it.', text: 'Text.' },
    { answer: '[TAG] Text. [/TAG]\n\nI left out what did not belong into [TAG].', text: 'Text.' },
    // The same again.
    { answer: '[TAG] Text. [/TAG]\n[TAG] Text. [/TAG]', text: 'Text.' },
    // Without a closing tag the rest is meant.
    { answer: '[TAG] Text to the end.', text: 'Text to the end.' },
    { answer: 'Sure! [TAG] Text\n\nto the end.', text: 'Text\n\nto the end.' },
    { answer: '[TAG] and [/TAG]', text: 'and' },
  ]),
)('$name: $answer', ({ name, parse, answer, text }) => {
  expect(parse(named(name, answer))).toBe(text);
});

test.each(
  ofEach([
    { answer: '', reason: 'empty answer' },
    { answer: 'Text without tags.', reason: 'no [TAG] tag' },
    { answer: 'Text. [/TAG]', reason: 'no [TAG] tag' },
    { answer: '[/TAG] Text, [TAG]', reason: 'no [TAG] tag' },
    { answer: 'I cannot use the [TAG] tag here.', reason: 'no [TAG] tag' },
    { answer: 'It was to stand between [TAG] and [/TAG], which I cannot do.', reason: 'no [TAG] tag' },
    { answer: "I'm sorry, but I can't help with that.", reason: 'refusal' },
    { answer: '[TAG] One. [/TAG]\n[TAG] Two. [/TAG]', reason: '[TAG] tags not in a pair' },
    {
      answer: '[TAG] Draft. [/TAG]\nLet me improve it.\n\n[TAG] Final. [/TAG]',
      reason: '[TAG] tags not in a pair',
    },
    { answer: '[TAG] One [TAG] two [/TAG] three. [/TAG]', reason: '[TAG] tags not in a pair' },
    { answer: '[TAG] One. [TAG] Two. [/TAG]', reason: '[TAG] tags not in a pair' },
    { answer: '[TAG] One. [/TAG] Two. [/TAG]', reason: '[TAG] tags not in a pair' },
    { answer: '[TAG]\nOne.\n[TAG]\nTwo.', reason: '[TAG] tags not in a pair' },
  ]),
)('$name: $answer cannot be used: $reason', ({ name, parse, answer, reason }) => {
  expect(parse(named(name, answer))).toEqual(new Unusable(named(name, reason)));
});

const markup = 'The markup [TAG] opens and [/TAG] closes it.';
test.each(
  ofEach([
    {
      answer: '[TAG] So [TAG] opens and [/TAG] closes. [/TAG] Done.',
      source: markup,
      text: 'So [TAG] opens and [/TAG] closes.',
    },
    { answer: '[TAG] It opens and closes. [/TAG]', source: markup, text: 'It opens and closes.' },
    {
      answer: '[TAG] The name [TAG] stays. [/TAG]',
      source: 'The name [TAG] stays.',
      text: 'The name [TAG] stays.',
    },
    { answer: '[TAG] So [TAG] opens and [/TAG] closes.', source: markup, text: undefined },
    { answer: '[TAG] Of [/TAG] a half.', source: 'The name [/TAG] stays.', text: undefined },
    { answer: 'Here: [TAG] [TAG] opens. [/TAG]', source: markup, text: undefined },
  ]),
)('$name: $answer of a text with such tags', ({ name, parse, answer, source, text }) => {
  const read = parse(named(name, answer), named(name, source));
  if (text === undefined) expect(read).toBeInstanceOf(Unusable);
  else expect(read).toBe(named(name, text));
});

// A translation that was cut is not read at all.
test.each(readers.slice(0, 2))('[%s] of an answer that was cut is unusable', (name, parse) => {
  expect(parse(named(name, '[TAG] It was cut in the mid'), '', 'length')).toEqual(new Unusable('answer cut'));
});

test.each([
  ['opening tags', (length: number) => '[RES] '.repeat(length / 6)],
  ['pairs', (length: number) => '[RES] and [/RES] '.repeat(length / 17)],
  ['closing tags', (length: number) => `[RES]${' [/RES] x'.repeat(length / 9)}`],
  ['brackets', (length: number) => `[RES]${'[/'.repeat(length / 2)}`],
  ['spaces', (length: number) => `[RES]${' '.repeat(length)}x[/RES]`],
])('an answer of many %s is read in linear time', (_, made) => {
  expect(slowdown(made, 60_000, (answer) => parseRewrite(answer, '', 'stop'))).toBeLessThan(linear);
});
