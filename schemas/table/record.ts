import { z } from 'zod';
import { JsonSchema } from '../json.ts';
import { column } from './meaning.ts';

/** A row of the user's own table: an id and its fields as they came. */
export const recordShape = {
  id: z.string(),
  fields: column(z.record(z.string(), JsonSchema), {
    about: 'The input row’s own columns',
    meaning: { is: 'fields' },
  }),
};
