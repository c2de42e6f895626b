import type { Section, SectionTable } from '../../../schemas/dataset/section.ts';
import { cellText } from '../amounts.ts';
import { html, type Html } from './html.ts';
import { plotLegend, sectionPlot } from './section-plots.ts';

/** What the recipe's own analysis found. */
export function sections(all: readonly Section[] = []): Html[] {
  return all.map(
    ({ title, paragraphs, tables = [], plots = [] }) =>
      html`<h2>${title}</h2>
        ${paragraphs.map((text) => html`<p class="note">${text}</p>`)}
        ${
          plots.length === 0
            ? undefined
            : html`<div class="grid">
                ${plots.map(
                  (plot) =>
                    html`<figure class="card">
                      <h3>${plot.title}</h3>
                      ${sectionPlot(plot)} ${plotLegend(plot)}
                    </figure>`,
                )}
              </div>`
        }
        ${tables.map(sectionTable)}`,
  );
}

function sectionTable({ columns, rows }: SectionTable): Html {
  const numeric = columns.map((_, at) => rows.every((row) => isAmount(row[at] ?? null, at)));
  const kind = (at: number): string => (numeric[at] === true ? 'number' : '');
  return html`<div class="card scroll">
    <table>
      <thead>
        <tr>
          ${columns.map((column, at) => html`<th class="${kind(at)}">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, at) => html`<td class="${kind(at)}"><bdi>${cellText(cell)}</bdi></td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Shares come as text; the first column names its row, whatever it looks like. */
function isAmount(cell: string | number | null, column: number): boolean {
  return typeof cell !== 'string' || (column > 0 && /^(–|<?[\d.,]+%)$/.test(cell));
}
