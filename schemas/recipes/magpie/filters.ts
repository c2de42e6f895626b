import { z } from 'zod';
import { setStage } from '../../table/stage.ts';
import { categories, difficulties, qualities } from './labels.ts';
import { presets, presetNames } from './presets.ts';
import { PredicateSchema, needsOf, type Lacking, type Predicate } from './predicates.ts';

const size = z.int().positive();

/** How many of those that pass the predicates stay, in this order: quotas, a draw, the longest last. */
const choices = {
  /** Most rows of a category, drawn by the seed; rows without a category are dropped. */
  perCategory: z
    .strictObject({
      /** Of each that `of` does not name. @default no limit */
      most: size.optional(),
      of: z.partialRecord(z.enum(categories), z.int().nonnegative()).default({}),
    })
    .optional(),
  /** So many rows, drawn by the seed; `balanced` takes as many of each value of a label as there are, as far as they go. */
  draw: z
    .strictObject({
      size,
      balanced: z.enum(['category', 'quality', 'difficulty', 'domain', 'detected_language']).optional(),
    })
    .optional(),
  /** Appendix C, Table 5: the k longest responses, chosen last. */
  longest: size.optional(),
};

/** Predicates that all rows pass, and how many of these stay. */
export const SelectionSchema = z.strictObject({
  /** Predicates of this name go before one's own. */
  preset: z.enum(presetNames).optional(),
  all: z.array(PredicateSchema).default([]),
  any: z.array(PredicateSchema).min(1).optional(),
  ...choices,
});
export type Selection = z.output<typeof SelectionSchema>;

/** A dataset `<name>-<filter's name>` of the raw one's rows. */
export const FilterSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'use lower-case letters, digits, ".", "_" and "-"'),
  ...SelectionSchema.shape,
});

/** Appendix C: keeps rows by what is measured of them. A row that lacks a metric does not pass a predicate over it. */
export const filterPairs = setStage({
  name: 'filter-pairs',
  version: 1,
  title: 'Filter',
  needs: {},
  params: z.strictObject({ predicates: z.array(PredicateSchema), ...choices }),
});

/** What the stage is told of a selection. */
export function filterOf({ preset, all, any, perCategory, draw, longest }: Selection) {
  const predicates: Predicate[] = [
    ...(preset === undefined ? [] : presets[preset].all),
    ...all,
    ...(any === undefined ? [] : [{ any }]),
  ];
  return { predicates, perCategory, draw, longest };
}

/** Metrics that a selection goes by and what of the config gives them, with where they stand. */
export function metricsOf({ preset, all, any, perCategory, draw }: Selection): Lacking[] {
  const at = (predicates: readonly Predicate[], path: PropertyKey[]) =>
    predicates.flatMap((each, place) => needsOf(each, [...path, place]));
  return [
    ...(preset === undefined
      ? []
      : at(presets[preset].all, []).map((each) => ({ ...each, path: ['preset'] }))),
    ...at(all, ['all']),
    ...at(any ?? [], ['any']),
    ...(perCategory === undefined ? [] : [labelAt('category', ['perCategory'])]),
    ...(draw?.balanced === undefined ? [] : [labelAt(draw.balanced, ['draw', 'balanced'])]),
  ];
}

function labelAt(metric: string, path: PropertyKey[]): Lacking {
  const labelled = ['category', 'quality', 'difficulty'].includes(metric);
  return { path, metric, needs: labelled ? ['labeller'] : [] };
}

/** Labels from the least to the most, by which `atLeast` and `atMost` go. */
export const scales = { quality: qualities, difficulty: difficulties } as const;
