import { z } from 'zod';
import { BinSchema } from './bin.ts';

const axes = {
  title: z.string(),
  /** What the axes show. */
  x: z.string().optional(),
  y: z.string().optional(),
  /** Axes whose ticks are powers of ten; values of 0 and below are left out. */
  log: z.array(z.enum(['x', 'y'])).optional(),
};
const PointSchema = z.object({ x: z.number(), y: z.number() });

/** A plot by its data; the report draws it. */
export const SectionPlotSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('bars'),
    ...axes,
    /** Bars of several series stand side by side; else one on the other. */
    beside: z.boolean().optional(),
    /** A line before the bars of this label, such as a threshold. */
    line: z.object({ before: z.string(), text: z.string() }).optional(),
    bars: z.array(z.object({ label: z.string(), value: z.number(), series: z.string().optional() })),
  }),
  z.object({
    kind: z.literal('line'),
    ...axes,
    lines: z.array(z.object({ name: z.string(), points: z.array(PointSchema) })),
  }),
  z.object({ kind: z.literal('dots'), ...axes, points: z.array(PointSchema) }),
  /** How numbers spread, with a line at the median. */
  z.object({ kind: z.literal('histogram'), ...axes, bins: z.array(BinSchema), median: z.number() }),
  /** Where rows lie beside each other: the numbers of the axes mean nothing. Later sets are drawn over earlier ones. */
  z.object({
    kind: z.literal('map'),
    ...axes,
    sets: z.array(z.object({ name: z.string(), points: z.array(PointSchema) })),
  }),
]);
export type SectionPlot = z.infer<typeof SectionPlotSchema>;

export const SectionTableSchema = z.object({
  columns: z.array(z.string()),
  /** Cells by row; numbers are set to the right and in full. */
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
export type SectionTable = z.infer<typeof SectionTableSchema>;

/** What a recipe's own analysis tells of a dataset, for the card (without plots), the report and the manifest. */
export const SectionSchema = z.object({
  title: z.string(),
  paragraphs: z.array(z.string()),
  tables: z.array(SectionTableSchema).optional(),
  plots: z.array(SectionPlotSchema).optional(),
});
export type Section = z.infer<typeof SectionSchema>;
