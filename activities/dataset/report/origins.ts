import { sampledBy } from '../sampled.ts';
import { stringify } from 'yaml';
import type { Plan } from '../../../schemas/build/plan.ts';
import type { DatasetFacts, DatasetFile, DatasetTable } from '../../../schemas/dataset/manifest.ts';
import { bytesOf, counted, dollars, duration } from '../amounts.ts';
import { html, verbatim, type Html } from './html.ts';

/** Where everything came from: models, tables with their digests, files, config and prompts. */
export function origins(facts: DatasetFacts, data: readonly DatasetFile[], prompts: Plan['prompts']): Html {
  return html`<h2>Origins</h2>
    <p class="note">What this version was made from. Equal digests mean equal content.</p>
    ${facts.models.length === 0 ? undefined : folded('Models', models(facts), true)}
    ${folded('Tables', tables(facts.tables), true)} ${folded('Files', files(data), false)}
    ${folded('Config', html`<pre dir="auto">${stringify(facts.config)}</pre>`, false)}
    ${facts.prompts.map(({ name, digest, from }) =>
      folded(
        html`Prompt ${name} <small class="mono">${digest}</small>`,
        html`<p class="note"><bdi>${from}</bdi></p>
          <pre dir="auto">${verbatim(prompts[name]?.text ?? '')}</pre>`,
        false,
      ),
    )}`;
}

function folded(title: Html | string, content: Html, open: boolean): Html {
  return open
    ? html`<details class="card" open>
        <summary>${title}</summary>
        ${content}
      </details>`
    : html`<details class="card">
        <summary>${title}</summary>
        ${content}
      </details>`;
}

function models({ models: all }: DatasetFacts): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Role</th>
          <th>Model</th>
          <th>Served as</th>
          <th>Sampling</th>
          <th>Endpoint</th>
          <th>Stages</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          ({ role, model, revision, servedBy, endpoint, stages, ...how }) =>
            html`<tr>
              <td>${role}</td>
              <td><bdi>${model}</bdi>${revision === undefined ? undefined : html` @ ${revision}`}</td>
              <td><bdi>${servedBy.join(', ')}</bdi></td>
              <td>${sampledBy(how)}</td>
              <td>${endpoint}</td>
              <td>${stages.join(', ')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function tables(all: readonly DatasetTable[]): Html {
  const name = (digest: string): string => digest.slice(0, 12);
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Stage</th>
          <th>Table</th>
          <th>Made from</th>
          <th class="number">Rows</th>
          <th class="number">Asked</th>
          <th class="number">Reused</th>
          <th class="number">Cost</th>
          <th class="number">Time</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          ({ title, table, inputs, counts, spending, seconds, reused }) =>
            html`<tr>
              <td>${title}</td>
              <td class="mono" title="${table.digest}">${name(table.digest)}</td>
              <td class="mono">${inputs.map(({ digest }) => name(digest)).join(', ')}</td>
              <td class="number">${counted(counts.out)}</td>
              <td class="number">${counted(spending.asked)}</td>
              <td class="number">${counted(spending.reused)}</td>
              <td class="number">${dollars(spending.cost)}</td>
              <td class="number">${reused ? 'reused' : duration(seconds)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function files(data: readonly DatasetFile[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>File</th>
          <th class="number">Size</th>
          <th>SHA-256</th>
        </tr>
      </thead>
      <tbody>
        ${data.map(
          ({ path, bytes, sha256 }) =>
            html`<tr>
              <td class="mono">${path}</td>
              <td class="number">${bytesOf(bytes)}</td>
              <td class="mono">${sha256}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
