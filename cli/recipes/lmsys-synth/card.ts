import { stringify } from 'yaml';
import { cardSection } from '../../../activities/dataset/card/card.ts';
import { plain, table } from '../../../activities/dataset/card/markdown.ts';
import { stageTable } from '../../../activities/dataset/card/stage-table.ts';
import type { DatasetFacts } from '../../../schemas/dataset/manifest.ts';
import type { Release } from '../../../schemas/recipes/lmsys-synth/release.ts';

/** The card of a release: what was left out and why, how to put it back, and what the dataset's own card tells besides. */
export function releaseCard(facts: DatasetFacts, { dataset, withheld, why, log }: Release): string {
  const { columns, recipe, models, tables, analysis, standIn } = facts;
  const standsFor = (column: string): string =>
    column === 'messages'
      ? 'In `messages`, `content_sha256` stands for what the user said.'
      : `\`${column}_sha256\` stands for \`${column}\`.`;
  const head = stringify({
    pretty_name: dataset.name,
    tags: ['synthetic', 'tunesmith', recipe.name],
    configs: [{ config_name: 'default', data_files: [{ split: 'train', path: 'rows.jsonl' }] }],
  });
  return [
    `---\n${head}---`,
    `# ${plain(dataset.name)}`,
    ...(standIn
      ? ['**A rule-based stand-in, not a language model, wrote text of this dataset.** Do not train on it.']
      : []),
    `${dataset.rows} rows, made by Tunesmith's recipe \`${recipe.name}\`${
      recipe.paper === undefined ? '' : ` after *${plain(recipe.paper)}*`
    }, version ${dataset.version}.`,
    `## What is left out`,
    `The log's text in ${withheld.map((column) => `\`${column}\``).join(' and ')}. ${plain(why)} ` +
      `${withheld.map(standsFor).join(' ')} A digest is the SHA-256 of the text in UTF-8.`,
    'Whoever has a copy of the log puts it back, and each text is checked against its digest:',
    '```sh\n' +
      'python3 join.py --log LOG.jsonl --to train.jsonl   # JSON lines, .gz too; Parquet with pyarrow\n' +
      'tunesmith join . --log LOG.jsonl --to train.jsonl  # the same\n```',
    `The log's records have the conversation's id as \`${log.id}\` and its messages as \`${log.conversation}\`. The first ` +
      'withheld text of a row is the message `turn` (from 0) of the conversation `conversation_id`; white space at the ends ' +
      'of texts is left out.',
    '## Columns',
    table(
      ['Column', 'What it holds'],
      columns.map(({ name, about }) => [
        withheld.includes(name) && name !== 'messages' ? `\`${name}_sha256\`` : `\`${name}\``,
        about.replaceAll('|', '\\|'),
      ]),
    ),
    '## How it was made',
    stageTable(tables),
    '## Models',
    models.length === 0
      ? 'None was asked.'
      : models.map(({ role, model }) => `- ${plain(role)}: ${plain(model)}`).join('\n'),
    'The licences of these models and of the log hold for the rows.',
    ...(analysis.sections ?? []).map(cardSection),
    '',
  ].join('\n\n');
}
