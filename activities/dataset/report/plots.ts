import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom/worker';
import { z } from 'zod';
import type { Scores } from '../../../schemas/dataset/analysis.ts';
import type { Bin } from '../../../schemas/dataset/bin.ts';
import { showInvisible } from '../../show-invisible.ts';
import { counted, measured } from '../amounts.ts';
import { Html } from './html.ts';

/** Plots are drawn at this size and scaled by the page. */
const size = { width: 460, height: 190, marginLeft: 46, marginRight: 12, marginTop: 16, marginBottom: 34 };

/** What is between the margins. */
export const plotWidth = size.width - size.marginLeft - size.marginRight;

/** What is needed of a DOM: the project is compiled without a browser's types. */
const PageSchema = z.custom<{ readonly document: object }>();
const SvgSchema = z.custom<{ readonly outerHTML: string }>();

const { document } = PageSchema.parse(parseHTML('<!doctype html><html><body></body></html>'));

/** A histogram with a line at the median, as SVG; of `number` are values that need not be whole. */
export function histogram(
  bins: readonly Bin[],
  median: number,
  unit: string,
  name: string,
  axes: { readonly x?: string | undefined; readonly y?: string | undefined } = {},
): Html {
  const percent = unit === 'share';
  const whole = unit === 'number' ? measured : counted;
  const label = (value: number): string => (percent ? `${Math.round(value * 100)}%` : whole(value));
  const tick = (value: number): string => (percent ? label(value) : compact(value));
  return drawn(name, {
    x: { label: axes.x ?? null, ticks: 6, tickFormat: tick },
    y: { label: axes.y ?? null, ticks: 4, tickFormat: compact },
    marginTop: axes.y === undefined ? 16 : 28,
    marginBottom: axes.x === undefined ? 34 : 44,
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      Plot.rectY([...bins], {
        x1: 'from',
        x2: 'to',
        y: 'count',
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: 'var(--accent)',
        title: ({ from, to, count }: Bin) => `${label(from)} to ${label(to)}: ${counted(count)} rows`,
      }),
      Plot.ruleX([median], { stroke: 'var(--ink)', strokeDasharray: '3,3' }),
      Plot.text([median], {
        x: (value: number) => value,
        frameAnchor: 'top',
        dy: -12,
        fill: 'var(--ink)',
        text: (value: number) => `median ${percent ? label(value) : measured(value)}`,
      }),
      Plot.ruleY([0], { stroke: 'var(--soft)' }),
    ],
  });
}

/** Bars of the scores, those that were kept in the accent's colour, and a last one of answers without a score. */
export function scoreBars({ scores, invalid, title }: Scores): Html {
  const bars = [
    ...scores.flatMap(({ score, kept, rejected }) => [
      { score: String(score), rows: kept, fill: 'var(--accent)', what: 'kept' },
      { score: String(score), rows: rejected, fill: 'var(--reject)', what: 'rejected' },
    ]),
    { score: 'none', rows: invalid, fill: 'var(--reject)', what: 'without a valid score' },
  ];
  const totals = [...new Set(bars.map(({ score }) => score))].map((score) => ({
    score,
    rows: bars.filter((bar) => bar.score === score).reduce((sum, { rows }) => sum + rows, 0),
  }));
  return drawn(`${title}: rows by score`, {
    x: { label: null, domain: totals.map(({ score }) => score), padding: 0.25 },
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      Plot.barY(
        bars.filter(({ rows }) => rows > 0),
        {
          x: 'score',
          y: 'rows',
          fill: 'fill',
          title: ({ score, rows, what }: (typeof bars)[number]) => `${score}: ${counted(rows)} ${what}`,
        },
      ),
      Plot.text(totals, {
        x: 'score',
        y: 'rows',
        dy: -8,
        fill: 'var(--ink)',
        text: ({ rows }: (typeof totals)[number]) => counted(rows),
      }),
      Plot.ruleY([0], { stroke: 'var(--soft)' }),
    ],
    color: { type: 'identity' },
  });
}

/** A plot at the size of all, as SVG. */
export function drawn(name: string, options: Plot.PlotOptions): Html {
  const plot: unknown = Plot.plot({
    ...size,
    document,
    className: 'plot',
    ariaLabel: name,
    y: { label: null, ticks: 4, tickFormat: compact },
    ...options,
  });
  const svg = SvgSchema.parse(plot);
  // Plot brings its own small style sheet; the page has one for all plots.
  return new Html(showInvisible(svg.outerHTML).replace(/<style>.*?<\/style>/s, ''));
}

const compactFormat = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** 0.025, 800, 1.2K, 3M */
export function compact(value: number): string {
  return Math.abs(value) < 10 ? measured(value) : compactFormat.format(value);
}
