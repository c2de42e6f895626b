import { diceFrom } from '../../dice.ts';
import type { Dice } from '../../dice.ts';
import { excerptTag } from '../../text/excerpt.ts';
import { Fillings } from '../../text/fillings.ts';
import { passagesOf } from '../../text/passages.ts';
import type { Passage } from '../../text/passages.ts';
import { subjectOf } from '../../text/subject.ts';
import { topicsOf } from '../../text/topics.ts';
import { embed } from '../../word-vectors.ts';
import type { Responder } from '../responder.ts';

/** Size of the vectors by which passages are chosen; no client sees them. */
const DIMENSIONS = 128;
/** How far chance moves a passage, so that templates of one kind do not all take the same. */
const CHANCE = 0.3;

/** Fills a template from a document and answers it with excerpts; `null` where nothing in the document fits. */
export const instantiate: Responder = {
  name: 'instantiate',
  mistakes: [
    'needlessNull',
    'missingExcerpt',
    'reversedExcerpt',
    'misquotedExcerpt',
    'ownWords',
    'leftTag',
    'missingClose',
    'missingTags',
    'refusal',
    'empty',
    'cut',
    'chatter',
  ],
  recognises: ({ frame }) => frame.includes('[INSTRUCTION]') && frame.includes('[ANSWER]'),
  answer: ({ parts, document }, dice) => {
    const template = (parts.template ?? '').trim();
    const pair = diceFrom(`instantiate ${template}\u0000${document}`);
    const ranked = rank(template, document, pair);
    const [best] = ranked;
    if (!best || !fits(template, document, pair)) return 'null';
    const fillings = new Fillings(document, subjectOf(document), best, ranked);
    const instruction = template.replace(/<fi>([^<]*)<\/fi>/g, (_, span) =>
      fillings.for(String(span).trim()),
    );
    const answer = answerFrom(document, ranked, pair);
    if (answer === undefined) return 'null';
    const [open, close] = dice.chance(0.97) ? ['\n', '\n'] : [' ', ' '];
    return `[INSTRUCTION]${open}${instruction}${close}[/INSTRUCTION]\n[ANSWER]${open}${answer}${close}[/ANSWER]`;
  },
};

/** A document of another field seldom has what a template needs. */
function fits(template: string, document: string, pair: Dice): boolean {
  const wanted = topicsOf(template, 2);
  const there = new Set(topicsOf(document, 5).map(({ name }) => name));
  const isForeign = wanted.length > 0 && !wanted.some(({ name }) => there.has(name));
  return !pair.chance(isForeign ? 0.3 : 0.01);
}

/** Passages by how near they are to what the template speaks of. */
function rank(template: string, document: string, pair: Dice): Passage[] {
  const asked = embed(template, DIMENSIONS);
  return passagesOf(document)
    .map((passage) => {
      const vector = embed(document.slice(passage.start, passage.end), DIMENSIONS);
      return { passage, score: dot(asked, vector) + CHANCE * pair.next() };
    })
    .sort((one, other) => other.score - one.score)
    .map(({ passage }) => passage);
}

function answerFrom(document: string, ranked: readonly Passage[], pair: Dice): string | undefined {
  const wanted = pair.chance(0.3) ? 2 : 1;
  const tags: string[] = [];
  for (const { start, end } of ranked.slice(0, 6)) {
    const tag = excerptTag(document, start, end);
    if (tag !== undefined) tags.push(tag);
    if (tags.length === wanted) break;
  }
  const [first, second] = tags;
  if (first === undefined) return undefined;
  const lead = pair.chance(0.6) ? pair.pick(LEADS) : '';
  return second === undefined ? lead + first : `${lead}${first}\n\n${pair.pick(LINKS)}${second}`;
}

// Short, since four fifths of an answer are to be the document's words.
const LEADS = [
  'In short: ',
  'Put briefly, this is how it is: ',
  'To answer this: ',
  'The main point: ',
] as const;
const LINKS = ['Also: ', 'Besides this: ', ''] as const;

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
