import { z } from 'zod';
import type { RowOf } from '../table/column.ts';
import { conversation, conversationFormats, type conversationShape } from './conversation.ts';
import type { Kind, Place } from './kind.ts';
import { pair, pairFormats, type pairShape } from './pair.ts';
import {
  preference,
  preferenceFormats,
  type preferenceShape,
  type promptMessagesShape,
  type promptShape,
} from './preference.ts';

/** Every kind of datasets; what writes it stands in activities/dataset/kinds under the same name. */
export const kinds = { pair, conversation, preference } as const;

export type KindName = keyof typeof kinds;
export type FormatOf<Name extends KindName> = (typeof kinds)[Name]['formats'][number];
export type Format = FormatOf<KindName>;
export type JsonlFormat = Exclude<Format, 'parquet'>;

export const KindNameSchema = z.enum(['pair', 'conversation', 'preference']);
export const FormatSchema = z.enum([...pairFormats, ...conversationFormats, ...preferenceFormats]);

/** The columns that rows of each kind must have, for the compiler. */
export interface KindRows {
  pair: RowOf<typeof pairShape>;
  conversation: RowOf<typeof conversationShape>;
  preference: RowOf<typeof preferenceShape> & (RowOf<typeof promptShape> | RowOf<typeof promptMessagesShape>);
}

/** A kind as those see it who do not know which it is. */
export function kindOf(name: KindName): Kind<Format> {
  return kinds[name];
}

/** Column with the tokens of one of a kind's texts. */
export function tokensColumn(text: string): string {
  return `${text}_tokens`;
}

/** What a format of a kind has no place for. */
export function without(name: KindName, format: Format, places: readonly Place[]): Place[] {
  const has = kindOf(name).places[format];
  return format === 'parquet' ? [] : places.filter((place) => has?.includes(place) !== true);
}

/**
 * What a dataset of a kind is written in: of the formats that a config names, those that the kind has; else the usual
 * ones that have a place for all of what the rows hold.
 */
export function formatsOf(
  name: KindName,
  named: readonly Format[] | undefined,
  places: readonly Place[] = [],
): Format[] {
  const { formats, usual } = kindOf(name);
  const meant = [...new Set(named)].filter((format) => formats.includes(format));
  return meant.length > 0 ? meant : usual.filter((format) => without(name, format, places).length === 0);
}
