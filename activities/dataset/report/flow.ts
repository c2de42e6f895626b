import type { DatasetTable } from '../../../schemas/dataset/manifest.ts';
import { counted, duration, share } from '../amounts.ts';
import { html, type Html } from './html.ts';

/** What became of the rows, stage by stage: kept in colour, rejects in grey by reason. */
export function flow(tables: readonly DatasetTable[]): Html {
  const widest = Math.max(1, ...tables.map(({ counts }) => counts.in + counts.expanded));
  return html`<h2>From input to dataset</h2>
    <p class="note">
      Every row that came to a stage is in its output or among its rejects. Bars share one scale.
    </p>
    <div class="card flow">${tables.map((table) => stage(table, widest))}</div>`;
}

function stage({ title, counts, reasons, spending, seconds, reused }: DatasetTable, widest: number): Html {
  const came = counts.in + counts.expanded;
  const sorted = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  const answers = spending.asked + spending.reused;
  return html`<section class="stage">
    <header>
      <h3>${title}</h3>
      <span
        >${counted(counts.in)} in${counts.expanded === 0 ? undefined : ` + ${counted(counts.expanded)} added`}
        → ${counted(counts.out)} out (${share(counts.out, came)})</span
      >
    </header>
    <div
      class="bar"
      role="img"
      aria-label="${counted(counts.out)} kept, ${counted(counts.rejected)} rejected"
    >
      ${segment('kept', counts.out, widest, `${counted(counts.out)} kept`)}
      ${sorted.map(([reason, count]) => segment('lost', count, widest, `${counted(count)}: ${reason}`))}
    </div>
    <ul class="reasons">
      ${sorted.map(([reason, count]) => html`<li><bdi>${reason}</bdi> ${counted(count)}</li>`)}
      <li>
        ${[
          counts.rejected === 0 ? 'nothing rejected' : `${counted(counts.rejected)} rejected in all`,
          ...(answers === 0 ? [] : [`${counted(answers)} answers`]),
          reused ? 'table reused from an earlier build' : duration(seconds),
        ].join(' · ')}
      </li>
    </ul>
  </section>`;
}

function segment(kind: 'kept' | 'lost', rows: number, widest: number, title: string): Html | undefined {
  if (rows === 0) return undefined;
  return html`<i class="${kind}" style="width: ${((100 * rows) / widest).toFixed(3)}%" title="${title}"></i>`;
}
