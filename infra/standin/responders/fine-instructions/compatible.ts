import { diceFrom } from '../../dice.ts';
import { topicsOf } from '../../text/topics.ts';
import type { Responder } from '../responder.ts';

/** Says whether template and document go together: mostly yes where they share a field, mostly no otherwise. */
export const compatible: Responder = {
  name: 'compatible',
  mistakes: ['refusal', 'empty', 'cut'],
  recognises: ({ frame, parts }) => parts.template !== undefined && /\bCompatible:/.test(frame),
  answer: ({ parts, document }, dice) => {
    const template = parts.template ?? '';
    const pair = diceFrom(`compatible ${template}\u0000${document}`);
    const wanted = topicsOf(template, 2);
    const there = new Set(topicsOf(document, 4).map(({ name }) => name));
    const shared = wanted.find(({ name }) => there.has(name));
    const chance = shared ? 0.85 : wanted.length === 0 ? 0.6 : 0.1;
    if (!pair.chance(chance)) return `${dice.pick(LACKING)}\n\nCompatible: no`;
    const subject = shared ? `a question on ${shared.name}` : 'such a question';
    return `The document could fill in the template with what it is about, and holds the answer to ${subject}.\n\nCompatible: ${dice.chance(0.9) ? 'yes' : '**Yes**'}`;
  },
};

const LACKING = [
  'The document has nothing that would fit the spans of the template.',
  'The subject is near, but the document does not answer the request.',
] as const;
