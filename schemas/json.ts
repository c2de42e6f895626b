import { z } from 'zod';

/** Any JSON value: what may pass through untouched, such as a document's metadata. */
export const JsonSchema = z.json();
export type Json = z.infer<typeof JsonSchema>;
