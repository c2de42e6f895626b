import { z } from 'zod';
import { column } from './meaning.ts';

/**
 * Columns of a stage that asks a role with several `samplings`: `context.sampling()` gives them. Null is what was left to
 * the server.
 */
export const samplingShape = {
  temperature: column(z.number().nullable(), { about: 'Temperature that the row was sampled at' }),
  top_p: column(z.number().nullable(), { about: 'Share of probability that the row was sampled from' }),
};
