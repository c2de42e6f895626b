import type { BuildConfig } from '../../../schemas/build/build.ts';
import { conversationFile, type ConversationFormat } from '../write-conversations.ts';
import { table } from './markdown.ts';

type Output = BuildConfig['output'];

const shapes: Readonly<Record<ConversationFormat, string>> = {
  messages: '`{"messages": [{"role": "user", "content": …}, {"role": "assistant", "content": …}]}`',
  'prompt-completion': '`{"prompt": …, "completion": …}`',
  sharegpt: '`{"conversations": [{"from": "human", "value": …}, {"from": "gpt", "value": …}]}`',
  text: '`{"text": "Instruction: …\\n\\nAnswer: …"}`, to pre-train on',
};

/** How a program reads the dataset: the folder as a whole, or one of its JSONL files. */
export function loading({ formats, system }: Output): string {
  const jsonl = formats.filter((format) => format !== 'parquet');
  const parquet = formats.includes('parquet');
  const other = parquet ? jsonl[0] : jsonl[1];
  const code = [
    'from datasets import load_dataset',
    '',
    '# the folder of this file, or the name of its repository on the hub',
    'rows = load_dataset("path/to/this/folder", split="train")',
    ...(other === undefined
      ? []
      : [`${other.replaceAll('-', '_')} = load_dataset("json", ${filesOf(other)}, split="train")`]),
  ];
  const files = [
    ...(parquet ? [['`data/train-*.parquet`', 'all columns, zstd']] : []),
    ...(jsonl.includes('text') ? [['`text/train-*.parquet`', 'the column `text` of `text.jsonl`']] : []),
    ...jsonl.map((format) => [`\`${conversationFile(format)}\``, shapes[format]]),
  ];
  return [
    `\`\`\`python\n${code.join('\n')}\n\`\`\``,
    table(['File', 'Holds'], files),
    ...(system === undefined || jsonl.length === 0 ? [] : [systemNotice(jsonl)]),
  ].join('\n\n');
}

function filesOf(format: ConversationFormat): string {
  return `data_files="path/to/this/folder/${conversationFile(format)}"`;
}

function systemNotice(jsonl: readonly ConversationFormat[]): string {
  const place = jsonl.includes('prompt-completion')
    ? ' In `prompt-completion.jsonl` it stands at the beginning of the prompt, followed by an empty line.'
    : '';
  const none = jsonl.includes('text') ? ' `text` has none.' : '';
  return `Each conversation begins with the system message of \`output.system\` in the config.${place}${none}`;
}
