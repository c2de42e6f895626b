import * as Plot from '@observablehq/plot';
import type { SectionPlot } from '../../../schemas/dataset/section.ts';
import { measured } from '../amounts.ts';
import { html, type Html } from './html.ts';
import { compact, drawn, histogram, plotWidth } from './plots.ts';

const grid = () => Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 });
const plain = ['var(--accent)', 'var(--reject)', 'var(--ink)', 'var(--soft)'];
/** The same in two paler shades: a build may have a dozen languages. */
const colours = [100, 60, 30].flatMap((share) =>
  plain.map((colour) =>
    share === 100 ? colour : `color-mix(in oklab, ${colour} ${share}%, var(--warn-line))`,
  ),
);

function colourOf(at: number): string {
  return colours[at % colours.length] ?? 'var(--accent)';
}

/** A recipe's plot, as SVG. */
export function sectionPlot(plot: SectionPlot): Html {
  switch (plot.kind) {
    case 'bars':
      return bars(plot);
    case 'histogram':
      return histogram(plot.bins, plot.median, 'number', plot.title, { x: plot.x, y: plot.y });
    case 'map':
      return map(plot);
    case 'dots':
      return dots(plot);
    case 'line':
      return lines(plot);
  }
}

type Of<Kind extends SectionPlot['kind']> = Extract<SectionPlot, { kind: Kind }>;

function scalesOf(plot: SectionPlot) {
  const axis = (name: 'x' | 'y') => ({
    label: plot[name] ?? null,
    ...(plot.log?.includes(name) === true ? { type: 'log' as const } : {}),
  });
  return {
    x: { ...axis('x'), ticks: 6, tickFormat: compact },
    y: { ...axis('y'), ticks: 4, tickFormat: compact },
    ...margins(plot),
  };
}

/** Whether a point has a place on the axes. */
function shownOn({ log }: SectionPlot): (point: { x: number; y: number }) => boolean {
  return ({ x, y }) => (x > 0 || log?.includes('x') !== true) && (y > 0 || log?.includes('y') !== true);
}

function dots(plot: Of<'dots'>): Html {
  return drawn(plot.title, {
    ...scalesOf(plot),
    marks: [
      grid(),
      Plot.dot(plot.points.filter(shownOn(plot)), {
        x: 'x',
        y: 'y',
        r: 2,
        fill: 'var(--accent)',
        fillOpacity: 0.6,
      }),
    ],
  });
}

/** As wide as high, without axes. */
function map({ title, sets }: Of<'map'>): Html {
  const opacity = sets.some(({ points }) => points.length > 2000) ? 0.45 : 0.7;
  return drawn(title, {
    height: 430,
    marginLeft: 12,
    marginBottom: 12,
    inset: 6,
    x: { axis: null },
    y: { axis: null },
    marks: [
      Plot.frame({ stroke: 'var(--line)' }),
      ...sets.map(({ points }, at) =>
        Plot.dot(points, { x: 'x', y: 'y', r: 1.3, fill: colourOf(at), fillOpacity: opacity }),
      ),
    ],
  });
}

function lines(plot: Of<'line'>): Html {
  const scales = scalesOf(plot);
  const xs = [...new Set(plot.lines.flatMap(({ points }) => points.map(({ x }) => x)))];
  return drawn(plot.title, {
    ...scales,
    ...(xs.length <= fewPoints ? { x: { ...scales.x, ticks: xs } } : {}),
    color: { domain: plot.lines.map(({ name }) => name), range: colours },
    marks: [
      grid(),
      ...plot.lines.flatMap(({ name, points }, at) => {
        const drawable = points.filter(shownOn(plot));
        const channels = { x: 'x', y: 'y', title: () => name };
        return [
          Plot.lineY(drawable, { ...channels, stroke: colourOf(at), ...(at === 0 ? {} : dashed) }),
          // A line of few points says more with them, and one of a single point would not be seen.
          ...(drawable.length <= fewPoints
            ? [Plot.dot(drawable, { ...channels, r: 3, fill: colourOf(at) })]
            : []),
        ];
      }),
    ],
  });
}

/** Room for the names of the axes. */
function margins({ x, y }: SectionPlot) {
  return { marginBottom: x === undefined ? 34 : 44, marginTop: y === undefined ? 16 : 28 };
}

const fewPoints = 12;
const dashed = { strokeDasharray: '5,3' };

/** Which colour is which series, where there are several. */
export function plotLegend(plot: SectionPlot): Html | undefined {
  const names = seriesOf(plot);
  if (names.length < 2) return undefined;
  return html`<figcaption>
    ${names.map(
      (name, at) =>
        html`<span class="series"
          ><span class="key" style="background: ${colourOf(at)}"></span><bdi>${name}</bdi></span
        >`,
    )}
  </figcaption>`;
}

function seriesOf(plot: SectionPlot): string[] {
  if (plot.kind === 'line') return plot.lines.map(({ name }) => name);
  if (plot.kind === 'map') return plot.sets.map(({ name }) => name);
  return plot.kind === 'bars' ? [...new Set(plot.bars.map((bar) => bar.series ?? ''))] : [];
}

type Bar = Of<'bars'>['bars'][number];

/** Columns of characters for which there is room below the bars. */
const room = 60;

/** Degrees by which names are turned that would run into each other, and about how wide a character of them is. */
const turn = -35;
const characterWidth = 5.6;

/** Turned names end below their bars: the first one reaches out to the left, the longest one down. */
function roomForTurned(labels: readonly string[]) {
  const longest = Math.max(...labels.map((label) => label.length));
  const angle = (-turn * Math.PI) / 180;
  const down = Math.ceil(longest * characterWidth * Math.sin(angle)) + 18;
  const left = Math.ceil((labels[0]?.length ?? 0) * characterWidth * Math.cos(angle)) - 10;
  return { marginBottom: down, height: 156 + down, marginLeft: Math.min(140, Math.max(46, left)) };
}

function bars(plot: Of<'bars'>): Html {
  const { title, x, y, bars: all, beside, line } = plot;
  const labels = [...new Set(all.map(({ label }) => label))];
  const series = seriesOf(plot);
  const taken = labels.reduce((sum, label) => sum + label.length + 2, 0);
  // Numbers that would run into each other are thinned out, names are turned.
  const numbers = labels.every((label) => /^[\d.,]+\+?$/.test(label));
  const every = numbers ? Math.ceil(taken / room) : 1;
  const turned = !numbers && taken > room;
  const rotated = turned ? { tickRotate: turn } : {};
  const marks = {
    y: 'value',
    fill: (bar: Bar) => colourOf(series.indexOf(bar.series ?? '')),
    title: (bar: Bar) =>
      `${bar.label}${bar.series === undefined ? '' : `, ${bar.series}`}: ${measured(bar.value)}`,
  };
  const ticks = labels.filter((_, at) => at % every === 0);
  const axis = { label: x ?? null, domain: labels, padding: 0.25 };
  // Room around the bars of a label, within its facet: gaps between facets would cut the grid's lines.
  const apart = 0.15 * series.length;
  return drawn(title, {
    y: { label: y ?? null, ticks: 4, tickFormat: compact },
    ...margins(plot),
    ...(turned ? roomForTurned(labels) : {}),
    color: { type: 'identity' },
    ...(beside === true
      ? {
          fx: { ...axis, padding: 0, ...rotated },
          x: { axis: null, domain: series, paddingInner: 0, paddingOuter: apart },
        }
      : { x: { ...axis, ticks, ...rotated } }),
    marks: [
      grid(),
      Plot.barY(all, {
        ...marks,
        ...(beside === true ? { fx: 'label', x: (bar: Bar) => bar.series ?? '' } : { x: 'label' }),
      }),
      Plot.ruleY([0], { stroke: 'var(--soft)' }),
      ...(line === undefined ? [] : lineBefore(line, labels.length)),
    ],
  });
}

/** Bars stand in the middle of their place: the line is half a place to the left. */
function lineBefore({ before, text }: { before: string; text: string }, places: number) {
  const dx = -plotWidth / places / 2;
  return [
    Plot.ruleX([before], { x: (label: string) => label, dx, stroke: 'var(--ink)', strokeDasharray: '3,3' }),
    Plot.text([before], {
      x: (label: string) => label,
      dx,
      dy: -12,
      frameAnchor: 'top',
      fill: 'var(--ink)',
      text: () => text,
    }),
  ];
}
