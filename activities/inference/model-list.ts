import { z } from 'zod';
import { editDistance } from './edit-distance.ts';

const MOST_NAMED = 5;

const ModelListSchema = z
  .object({ data: z.array(z.object({ id: z.string() })) })
  .transform(({ data }) => data.map(({ id }) => id));

const StandInListSchema = z.object({
  data: z.array(z.object({ owned_by: z.literal('tunesmith-stand-in') })).min(1),
});

/** The names in an answer to `GET /models`; undefined where it is no list. */
export function modelNames(body: unknown): string[] | undefined {
  return ModelListSchema.safeParse(body).data;
}

/** Whether a list is the stand-in's, which takes every field. */
export function isStandInsList(body: unknown): boolean {
  return StandInListSchema.safeParse(body).success;
}

/** The names for a message, those like `wanted` first: `"a", "b" and 12 more`. */
export function closestNames(names: readonly string[], wanted: string): string {
  const plain = wanted.toLowerCase();
  const ranked = names
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), plain) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const named = ranked.slice(0, MOST_NAMED).map(({ name }) => `"${name}"`);
  const more = names.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
