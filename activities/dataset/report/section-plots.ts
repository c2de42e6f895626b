import * as Plot from '@observablehq/plot';
import type { SectionPlot } from '../../../schemas/section.ts';
import { measured } from '../amounts.ts';
import type { Html } from './html.ts';
import { compact, drawn } from './plots.ts';

const grid = () => Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 });
const colours = ['var(--accent)', 'var(--reject)', 'var(--ink)', 'var(--soft)'];

/** A recipe's plot, as SVG. */
export function sectionPlot(plot: SectionPlot): Html {
  const axis = (name: 'x' | 'y') => ({
    label: plot[name] ?? null,
    ...(plot.log?.includes(name) === true ? { type: 'log' as const } : {}),
  });
  const shown = ({ x, y }: { x: number; y: number }): boolean =>
    (x > 0 || plot.log?.includes('x') !== true) && (y > 0 || plot.log?.includes('y') !== true);
  const scales = {
    x: { ...axis('x'), ticks: 6, tickFormat: compact },
    y: { ...axis('y'), ticks: 4, tickFormat: compact },
    marginBottom: plot.x === undefined ? 34 : 44,
  };
  if (plot.kind === 'bars') return bars(plot);
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
  return drawn(plot.title, {
    ...scales,
    color: { domain: plot.lines.map(({ name }) => name), range: colours },
    marks: [
      grid(),
      ...plot.lines.map(({ name, points }, at) =>
        Plot.lineY(points.filter(shown), {
          x: 'x',
          y: 'y',
          stroke: colours[at % colours.length] ?? 'var(--accent)',
          title: () => name,
        }),
      ),
      Plot.text(
        plot.lines.flatMap(({ name, points }) =>
          points
            .filter(shown)
            .slice(-1)
            .map((end) => ({ ...end, name })),
        ),
        { x: 'x', y: 'y', text: 'name', dy: -8, textAnchor: 'end', fill: 'var(--ink)' },
      ),
    ],
  });
}

type Bar = Extract<SectionPlot, { kind: 'bars' }>['bars'][number];

function bars({ title, x, y, bars: all }: Extract<SectionPlot, { kind: 'bars' }>): Html {
  const labels = [...new Set(all.map(({ label }) => label))];
  const series = [...new Set(all.map((bar) => bar.series ?? ''))];
  // Names that would run into each other are turned.
  const turned = labels.reduce((sum, label) => sum + label.length + 2, 0) > 60;
  return drawn(title, {
    x: { label: x ?? null, domain: labels, padding: 0.25, ...(turned ? { tickRotate: -35 } : {}) },
    y: { label: y ?? null, ticks: 4, tickFormat: compact },
    ...(turned ? { marginBottom: 70, height: 226 } : {}),
    color: { type: 'identity' },
    marks: [
      grid(),
      Plot.barY(all, {
        x: 'label',
        y: 'value',
        fill: (bar: Bar) => colours[series.indexOf(bar.series ?? '') % colours.length],
        title: (bar: Bar) =>
          `${bar.label}${bar.series === undefined ? '' : `, ${bar.series}`}: ${measured(bar.value)}`,
      }),
      Plot.ruleY([0], { stroke: 'var(--soft)' }),
    ],
  });
}
