import type { DatasetFacts } from '../../../schemas/dataset/manifest.ts';
import { addUsage } from '../../../schemas/table/counts.ts';
import { counted, dollars, duration, share } from '../amounts.ts';
import { kindWriters } from '../kinds/index.ts';
import { html, type Html } from './html.ts';
import { inputRows } from './input-rows.ts';

/** Title, the stand-in's notice, and the figures that a reader looks for first. */
export function head(facts: DatasetFacts): Html {
  const { name, version, recipe, build, standIn } = facts;
  return html`<header>
      <p class="kicker">Dataset report · ${build.openedAt.slice(0, 10)}</p>
      <h1>${name} <span class="version">version ${version}</span></h1>
      <p class="soft">
        ${recipe.title}${recipe.paper === undefined ? undefined : html`. After ${recipe.paper}`}
      </p>
      ${
        standIn
          ? html`<p class="standin" role="note">
              <strong>A rule-based stand-in, not a language model, wrote text of this dataset.</strong> It
              shows how a build works; do not train on it.
            </p>`
          : undefined
      }
    </header>
    <dl class="card numbers">
      ${numbers(facts).map(
        ([title, value, note]) =>
          html`<div>
            <dt>${title}</dt>
            <dd>${value} <small>${note}</small></dd>
          </div>`,
      )}
    </dl>`;
}

function numbers({ kind, rows, tables, spending, seconds }: DatasetFacts): [string, string, string][] {
  const input = inputRows(tables.at(-1), tables);
  const { dataset, build } = spending;
  const usage = addUsage(dataset.usage, dataset.reusedUsage);
  const { promptTokens: prompt, completionTokens: completion, reasoningTokens } = usage;
  const thought = reasoningTokens === undefined ? '' : `, ${counted(reasoningTokens)} of them reasoning`;
  const answers = dataset.asked + dataset.reused;
  return [
    ['Rows', counted(rows), kindWriters[kind].words.short],
    ['Yield', share(rows, input), `of ${counted(input)} input rows`],
    ['Answers', counted(answers), `${counted(build.asked)} asked, ${counted(answers - build.asked)} reused`],
    ['Tokens', counted(prompt + completion), `${counted(prompt)} in, ${counted(completion)} out${thought}`],
    ['Cost', dollars(build.cost), build.cost === 0 ? 'no price, or nothing asked' : 'asked by this build'],
    [
      'Time',
      seconds === 0 ? '–' : duration(seconds),
      seconds === 0 ? 'every table was there' : 'from opening to the last table',
    ],
  ];
}
