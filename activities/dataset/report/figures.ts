import type { Analysis, Lengths } from '../../../schemas/dataset/analysis.ts';
import type { DatasetColumn } from '../../../schemas/dataset/manifest.ts';
import { counted, measured, share } from '../amounts.ts';
import { publicName } from '../public-columns.ts';
import { html, type Html } from './html.ts';
import { histogram, scoreBars } from './plots.ts';

/** Scores that stages gave, and columns that are shares. */
export function scoresAndShares({ scores, shares }: Analysis): Html | undefined {
  if (scores.length === 0 && shares.length === 0) return undefined;
  const notes = [
    ...(scores.length === 0 ? [] : ['Scores that the model gave, kept ones in colour.']),
    ...shares.map(({ note }) => note),
  ];
  return html`<h2>${shares.length === 0 ? 'Scores' : 'Scores and shares'}</h2>
    <p class="note">${notes.join(' ')}</p>
    <div class="grid">
      ${scores.map(
        (each) =>
          html`<figure class="card">
            <h3>${each.title}</h3>
            ${scoreBars(each)}
            <figcaption>
              ${legend('var(--accent)', 'kept')} ${legend('var(--reject)', 'rejected')}
              ${counted(each.invalid)} rows without a valid score
            </figcaption>
          </figure>`,
      )}
      ${shares.map(
        ({ title, bins, mean, median, p90 }) =>
          html`<figure class="card">
            <h3>${title}</h3>
            ${histogram(bins, median, 'share', title)}
            <figcaption>mean ${percent(mean)} · median ${percent(median)} · p90 ${percent(p90)}</figcaption>
          </figure>`,
      )}
    </div>`;
}

export function lengthFigures({ lengths }: Analysis, columns: readonly DatasetColumn[]): Html | undefined {
  if (lengths.length === 0) return undefined;
  return html`<h2>Lengths</h2>
    <p class="note">
      Rows by length. Tokens are those of the build’s tokenizer, characters are Unicode code points. The axis
      ends at the 99th percentile.
    </p>
    <div class="grid">${lengths.map((each) => lengthFigure(each, publicName(each.column, columns)))}</div>`;
}

function lengthFigure({ unit, bins, mean, median, p90, max, above }: Lengths, name: string): Html {
  return html`<figure class="card">
    <h3>${name} <span class="soft">in ${unit}</span></h3>
    ${histogram(bins, median, unit, `Length of ${name} in ${unit}`)}
    <figcaption>
      mean ${measured(mean)} · median ${measured(median)} · p90 ${measured(p90)} · longest
      ${counted(max)}${above === 0 ? undefined : ` · ${counted(above)} rows beyond the axis`}
    </figcaption>
  </figure>`;
}

export function diversityTable({ diversity }: Analysis, columns: readonly DatasetColumn[]): Html {
  const { rows, of, definition, columns: found } = diversity;
  const over =
    rows === of ? `all ${counted(of)} rows` : `${counted(rows)} of ${counted(of)} rows, drawn by the seed`;
  return html`<h2>Diversity</h2>
    <p class="note">${definition} Over ${over}; compare datasets at equal size only.</p>
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th>Column</th>
            <th class="number">Distinct trigrams</th>
            <th class="number">All trigrams</th>
            <th class="number">Ratio</th>
          </tr>
        </thead>
        <tbody>
          ${found.map(
            ({ column, distinct, trigrams }) =>
              html`<tr>
                <td>${publicName(column, columns)}</td>
                <td class="number">${counted(distinct)}</td>
                <td class="number">${counted(trigrams)}</td>
                <td class="number">${share(distinct, trigrams)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

export function sourcesTable({ sources }: Analysis, rows: number): Html | undefined {
  if (sources === undefined || sources.largest.length === 0) return undefined;
  return html`<h2>Sources</h2>
    <p class="note">Licences are those that the documents’ metadata name.</p>
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th>Source</th>
            <th>Licence</th>
            <th class="number">Rows</th>
            <th class="number">Share</th>
          </tr>
        </thead>
        <tbody>
          ${sources.largest.map(
            (each) =>
              html`<tr>
                <td><bdi>${each.source}</bdi></td>
                <td><bdi>${each.license ?? 'not stated'}</bdi></td>
                <td class="number">${counted(each.rows)}</td>
                <td class="number">${share(each.rows, rows)}</td>
              </tr>`,
          )}${
            sources.others === 0
              ? undefined
              : html`<tr>
                  <td>others</td>
                  <td></td>
                  <td class="number">${counted(sources.others)}</td>
                  <td class="number">${share(sources.others, rows)}</td>
                </tr>`
          }
        </tbody>
      </table>
    </div>`;
}

function legend(colour: string, text: string): Html {
  return html`<span><span class="key" style="background: ${colour}"></span>${text}</span> ·`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)}%`;
}
