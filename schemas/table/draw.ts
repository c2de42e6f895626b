import { z } from 'zod';
import { column } from './meaning.ts';

/** Columns of rows that come from nothing: the number of each, from 0 on. */
export const drawShape = {
  id: column(z.string(), { about: 'Follows from the number of the row; stable between versions' }),
  draw: column(z.int(), { about: 'Number of the row, from 0 on, which it was made from' }),
};
