import { counted } from '../amounts.ts';
import type { Excerpt } from '../excerpt.ts';
import type { SampleRow } from '../sample-rows.ts';
import type { StageRejects } from '../sample-rejects.ts';
import { html, verbatim, type Html } from './html.ts';

/** Rows that the seed drew, with the text that each was made from. */
export function samples(rows: readonly SampleRow[]): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<h2>Sample rows</h2>
    <p class="note">Drawn by the build’s seed, not chosen.</p>
    <div class="samples">${rows.map(sample)}</div>`;
}

function sample({ id, parts, original, source, notes }: SampleRow): Html {
  return html`<article class="card sample">
    ${parts.map(
      (part) =>
        html`<div>
          <p class="label">${part.title}</p>
          ${text(part.text, part.asks ? 'instruction' : '')}
        </div>`,
    )}
    ${
      original === undefined
        ? undefined
        : html`<details>
            <summary>What it was made from</summary>
            ${text(original)}
          </details>`
    }
    <p class="meta">
      <span class="mono">${id}</span
      >${source === undefined ? undefined : html`<bdi>${source}</bdi>`}${notes.map(
        (note) => html`<span>${note}</span>`,
      )}
    </p>
  </article>`;
}

/** Rejects of each stage with what the model said, or the raw input. */
export function rejects(stages: readonly StageRejects[]): Html | undefined {
  if (stages.length === 0) return undefined;
  return html`<h2>Sample rejects</h2>
    <p class="note">Up to two of each reason, with the model’s last answer or the raw input.</p>
    ${stages.map(
      ({ title, rejected, samples: some }) =>
        html`<details class="card">
          <summary>${title} <small>${counted(rejected)} rejected</small></summary>
          ${some.map(
            ({ id, reason, detail, raw }) =>
              html`<div class="reject">
                <strong><bdi>${reason}</bdi></strong
                >${detail === null ? undefined : html` <bdi class="soft">${detail}</bdi>`}
                <p class="meta mono">${id}</p>
                ${raw === undefined ? undefined : text(raw)}
              </div>`,
          )}
        </details>`,
    )}`;
}

/** A document's text: data, in its own direction, and never markup. */
function text({ text: shown, omitted }: Excerpt, kind = ''): Html {
  return html`<div class="text ${kind}" dir="auto">${verbatim(shown)}</div>
    ${omitted === 0 ? undefined : html`<p class="note">… ${counted(omitted)} more characters</p>`}`;
}
