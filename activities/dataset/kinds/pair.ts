import { pairText, type pairFormats } from '../../../schemas/kinds/pair.ts';
import { literal } from '../../parquet/sql.ts';
import { samplePart, type KindWriter, type LineFormat, type RowParts } from './kind-writer.ts';
import { chat, led, ledText, shareGpt, thoughtfulTurn, turn } from './turns.ts';

const formats: Record<Exclude<(typeof pairFormats)[number], 'parquet'>, LineFormat> = {
  messages: {
    line: (parts) => `${messages(parts)} AS messages`,
    shape: '`{"messages": [{"role": "user", "content": …}, {"role": "assistant", "content": …}]}`',
  },
  'prompt-completion': {
    line: ({ system }) => `${ledText(system, 'instruction')} AS prompt, response AS completion`,
    shape: '`{"prompt": …, "completion": …}`',
  },
  sharegpt: {
    line: ({ system }) =>
      `${led(system, (text) => turn(shareGpt, 'system', text), [
        turn(shareGpt, 'user', 'instruction'),
        turn(shareGpt, 'assistant', 'response'),
      ])} AS conversations`,
    shape: '`{"conversations": [{"from": "human", "value": …}, {"from": "gpt", "value": …}]}`',
  },
  text: {
    line: () =>
      `${literal(pairText.instruction)} || instruction || ${literal(pairText.answer)} || response AS text`,
    shape: '`{"text": "Instruction: …\\n\\nAnswer: …"}`, to pre-train on',
  },
};

export const pairWriter: KindWriter = {
  text: (name) => name,
  formats,
  words: { rows: 'pairs of an instruction and a response', short: 'instruction and response' },
  tags: ['instruction-tuning'],
  systemNotice(written) {
    const place = written.includes('prompt-completion')
      ? ' In `prompt-completion.jsonl` it stands at the beginning of the prompt, followed by an empty line.'
      : '';
    const none = written.includes('text') ? ' `text` has none.' : '';
    return `Each conversation begins with the system message of \`output.system\` in the config.${place}${none}`;
  },
  sample: () =>
    `[${samplePart("'Instruction'", 'instruction', 'true')}, ${samplePart("'Response'", 'response')}]`,
  size: "instruction_tokens || ' → ' || response_tokens || ' tokens'",
};

function messages({ system, reasoning }: RowParts): string {
  const asked = turn(chat, 'user', 'instruction');
  const lead = (text: string): string => turn(chat, 'system', text);
  const thought = reasoning.get('response');
  if (thought === undefined) return led(system, lead, [asked, turn(chat, 'assistant', 'response')]);
  return led(system, (text) => `to_json(${lead(text)})`, [
    `to_json(${asked})`,
    thoughtfulTurn('response', thought),
  ]);
}
