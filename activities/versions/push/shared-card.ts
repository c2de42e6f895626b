import { parse } from 'yaml';
import { z } from 'zod';
import type { DatasetManifest } from '../../../schemas/dataset/manifest.ts';
import { counted } from '../../dataset/amounts.ts';
import { sizeCategory, yamlOf } from '../../dataset/card/front-matter.ts';
import { table } from '../../dataset/card/markdown.ts';

/** A dataset that shares a repository of the hub with others: its manifest and its own card. */
export interface Sharing {
  readonly manifest: Pick<DatasetManifest, 'name' | 'version' | 'kind' | 'rows'>;
  readonly card: string;
}

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]);
const HeadSchema = z.object({
  license: z.string().optional().catch(undefined),
  language: texts,
  task_categories: texts,
  tags: texts,
  configs: z
    .array(
      z.looseObject({
        config_name: z.string(),
        data_files: z.array(z.looseObject({ path: z.string() })),
      }),
    )
    .catch([]),
});

/** The card of a repository with several datasets, each in a folder and a config of its name. */
export function sharedCard(repo: string, sharing: readonly Sharing[]): string {
  const all = [...sharing]
    .sort((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1))
    .map(({ manifest, card }) => ({ ...manifest, head: headOf(card) }));
  const union = (of: (head: z.output<typeof HeadSchema>) => readonly string[]): string[] => [
    ...new Set(all.flatMap(({ head }) => of(head))),
  ];
  const licenses = new Set(all.map(({ head }) => head.license));
  const [license] = licenses;
  const languages = union(({ language }) => language);
  const title = repo.slice(repo.indexOf('/') + 1);
  const front = yamlOf({
    license: licenses.size === 1 ? license : 'other',
    language: languages.length === 0 ? undefined : languages,
    pretty_name: title,
    size_categories: [sizeCategory(all.reduce((sum, { rows }) => sum + rows, 0))],
    task_categories: union(({ task_categories: tasks }) => tasks),
    tags: union(({ tags }) => tags),
    configs: all.flatMap(({ name, head }) =>
      head.configs.map((config) => ({
        ...config,
        config_name: config.config_name === 'default' ? name : `${name}-${config.config_name}`,
        data_files: config.data_files.map((files) => ({ ...files, path: `${name}/${files.path}` })),
      })),
    ),
  });
  const rows = all.map(({ name, kind, version, rows: count }) => [
    `\`${name}\``,
    kind,
    `v${version}, tag \`${name}-v${version}\``,
    counted(count),
    `[${name}/README.md](${name}/README.md)`,
  ]);
  const code = `from datasets import load_dataset\n\nrows = load_dataset("${repo}", "${all[0]?.name ?? ''}", split="train")`;
  return [
    `---\n${front}---`,
    `# ${title}`,
    table(['Config', 'Kind', 'Version', 'Rows', 'Card'], rows),
    `\`\`\`python\n${code}\n\`\`\`\n`,
  ].join('\n\n');
}

/** What the hub reads of a card. */
function headOf(card: string): z.output<typeof HeadSchema> {
  const yaml = /^---\n([\s\S]*?\n)---\n/.exec(card)?.[1];
  return HeadSchema.parse(yaml === undefined ? {} : parse(yaml));
}
