import { z } from 'zod';
import { pair } from './pair.ts';

/** Every kind of datasets; what writes it stands in activities/dataset/kinds under the same name. */
export const kinds = { pair } as const;

export type KindName = keyof typeof kinds;
export type FormatOf<Name extends KindName> = (typeof kinds)[Name]['formats'][number];
export type Format = FormatOf<KindName>;
export type JsonlFormat = Exclude<Format, 'parquet'>;

export const KindNameSchema = z.enum(['pair']);
export const FormatSchema = z.enum(pair.formats);

/** Column with the tokens of one of a kind's texts. */
export function tokensColumn(text: string): string {
  return `${text}_tokens`;
}

/** What a dataset of a kind is written in: of the formats that a config names, those that the kind has. */
export function formatsOf(kind: KindName, named: readonly Format[] | undefined): Format[] {
  const { formats, usual }: { formats: readonly Format[]; usual: readonly Format[] } = kinds[kind];
  const meant = formats.filter((format) => named?.includes(format) === true);
  return meant.length === 0 ? [...usual] : (named ?? []).filter((format) => meant.includes(format));
}
