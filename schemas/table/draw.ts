import { z } from 'zod';

/** Columns of rows that come from nothing: the number of each, from 0 on. */
export const drawShape = { id: z.string(), draw: z.int() };
