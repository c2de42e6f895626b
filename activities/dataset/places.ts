import { z } from 'zod';
import { formatsOf, kindOf, without, type Format, type KindName } from '../../schemas/kinds/index.ts';
import type { Place } from '../../schemas/kinds/kind.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { FormatLacksPlace } from './format-lacks-place.ts';
import { kindWriters } from './kinds/index.ts';
import type { Thoughts } from './kinds/kind-writer.ts';
import { columnThatIs, type OpenRows } from './open-rows.ts';

/** What the rows hold that a trainer must see beside the kind's plain texts: by their columns, and by the rows. */
export async function placesOf(
  db: DuckDB,
  kind: KindName,
  { columns }: OpenRows,
  thoughts: Thoughts,
): Promise<Place[]> {
  const meant = (['system', 'reasoning', 'tools'] as const).filter(
    (place) => columnThatIs(columns, place) !== undefined && (place !== 'reasoning' || thoughts === 'field'),
  );
  const { reasons } = kindWriters[kind];
  const within: Place[] = [];
  // Between tags they are a part of the text.
  if (reasons !== undefined && thoughts === 'field') {
    const [found] = await db.rows(`SELECT EXISTS (SELECT 1 FROM dataset WHERE ${reasons}) AS reasoned`, {
      reasoned: z.boolean(),
    });
    if (found?.reasoned === true) within.push('reasoning');
  }
  const named = Object.keys(kindOf(kind).oneOf ?? {});
  if (named.includes('prompt_messages') && columns.some(({ name }) => name === 'prompt_messages'))
    within.push('prompt_messages');
  return [...new Set([...meant, ...within])];
}

/** Usual formats that are left out, since they have no place for what the rows hold. */
export interface LeftOut {
  readonly format: Format;
  readonly places: readonly Place[];
}

export function leftOut(
  kind: KindName,
  formats: readonly Format[],
  named: boolean,
  places: readonly Place[],
): LeftOut[] {
  if (named) return [];
  return kindOf(kind)
    .usual.filter((format) => !formats.includes(format))
    .map((format) => ({ format, places: without(kind, format, places) }));
}

/**
 * What a dataset is written in. Throws FormatLacksPlace where the config names a format that would drop what a trainer
 * must see; of the usual formats such are left out.
 */
export function fittingFormats(
  kind: KindName,
  named: readonly Format[] | undefined,
  places: readonly Place[],
): Format[] {
  const formats = formatsOf(kind, named, places);
  for (const format of formats) {
    const lacking = without(kind, format, places);
    if (lacking.length === 0) continue;
    const fits = kindOf(kind).formats.filter((other) => without(kind, other, places).length === 0);
    throw new FormatLacksPlace(kind, format, lacking, fits);
  }
  return formats;
}
