import { harmsIn } from '../../text/harm.ts';
import type { Responder } from '../responder.ts';

/** Llama Guard's answer: `safe`, or `unsafe` with the codes of what is wrong on the next line. */
export const moderate: Responder = {
  name: 'moderate',
  mistakes: ['empty'],
  recognises: ({ frame }) => /\bunsafe\b/i.test(frame) && /\bsafe\b/i.test(frame),
  answer: ({ parts, text }) => {
    const judged = parts.query ?? parts.text ?? parts.instruction ?? parts.document ?? text;
    const codes = [...new Set(harmsIn(judged).map(({ code }) => code))];
    return codes.length === 0 ? 'safe' : `unsafe\n${codes.join(',')}`;
  },
};
