import { z } from 'zod';
import { JsonSchema } from '../json.ts';

/** A row of the user's own table: an id and its fields as they came. */
export const recordShape = { id: z.string(), fields: z.record(z.string(), JsonSchema) };
