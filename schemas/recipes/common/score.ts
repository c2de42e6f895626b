import { z } from 'zod';
import { column } from '../../table/meaning.ts';

/** The judges' scale of these papers. */
export const pairScore = column(z.int(), {
  about: 'Score that the pair was given, 1 to 5',
  meaning: { is: 'score', scale: [1, 5] },
});
