import * as Plot from '@observablehq/plot';
import type { SectionPlot } from '../../../schemas/dataset/section.ts';
import { measured } from '../amounts.ts';
import { html, type Html } from './html.ts';
import { compact, drawn } from './plots.ts';

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
  if (plot.kind === 'bars') return bars(plot);
  const axis = (name: 'x' | 'y') => ({
    label: plot[name] ?? null,
    ...(plot.log?.includes(name) === true ? { type: 'log' as const } : {}),
  });
  const shown = ({ x, y }: { x: number; y: number }): boolean =>
    (x > 0 || plot.log?.includes('x') !== true) && (y > 0 || plot.log?.includes('y') !== true);
  const scales = {
    x: { ...axis('x'), ticks: 6, tickFormat: compact },
    y: { ...axis('y'), ticks: 4, tickFormat: compact },
    ...margins(plot),
  };
  if (plot.kind === 'dots')
    return drawn(plot.title, {
      ...scales,
      marks: [
        grid(),
        Plot.dot(plot.points.filter(shown), {
          x: 'x',
          y: 'y',
          r: 2,
          fill: 'var(--accent)',
          fillOpacity: 0.6,
        }),
      ],
    });
  const xs = [...new Set(plot.lines.flatMap(({ points }) => points.map(({ x }) => x)))];
  return drawn(plot.title, {
    ...scales,
    ...(xs.length <= fewPoints ? { x: { ...scales.x, ticks: xs } } : {}),
    color: { domain: plot.lines.map(({ name }) => name), range: colours },
    marks: [
      grid(),
      ...plot.lines.flatMap(({ name, points }, at) => {
        const drawable = points.filter(shown);
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
  const names = plot.kind === 'line' ? plot.lines.map(({ name }) => name) : seriesOf(plot);
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
  return plot.kind === 'bars' ? [...new Set(plot.bars.map((bar) => bar.series ?? ''))] : [];
}

type Bars = Extract<SectionPlot, { kind: 'bars' }>;
type Bar = Bars['bars'][number];

/** Columns of characters for which there is room below the bars. */
const room = 60;

function bars(plot: Bars): Html {
  const { title, x, y, bars: all, beside } = plot;
  const labels = [...new Set(all.map(({ label }) => label))];
  const series = seriesOf(plot);
  const taken = labels.reduce((sum, label) => sum + label.length + 2, 0);
  // Numbers that would run into each other are thinned out, names are turned.
  const numbers = labels.every((label) => /^[\d.,]+\+?$/.test(label));
  const every = numbers ? Math.ceil(taken / room) : 1;
  const turned = !numbers && taken > room;
  const marks = {
    y: 'value',
    fill: (bar: Bar) => colourOf(series.indexOf(bar.series ?? '')),
    title: (bar: Bar) =>
      `${bar.label}${bar.series === undefined ? '' : `, ${bar.series}`}: ${measured(bar.value)}`,
  };
  const ticks = labels.filter((_, at) => at % every === 0);
  const axis = { label: x ?? null, domain: labels, padding: 0.25 };
  return drawn(title, {
    y: { label: y ?? null, ticks: 4, tickFormat: compact },
    ...margins(plot),
    ...(turned ? { marginBottom: 70, height: 226 } : {}),
    color: { type: 'identity' },
    ...(beside === true
      ? { fx: axis, x: { axis: null, domain: series, padding: 0 } }
      : { x: { ...axis, ticks, ...(turned ? { tickRotate: -35 } : {}) } }),
    marks: [
      grid(),
      Plot.barY(all, {
        ...marks,
        ...(beside === true ? { fx: 'label', x: (bar: Bar) => bar.series ?? '' } : { x: 'label' }),
      }),
      Plot.ruleY([0], { stroke: 'var(--soft)' }),
    ],
  });
}
