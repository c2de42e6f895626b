import { pairText, type pairFormats } from '../../../schemas/kinds/pair.ts';
import { literal } from '../../parquet/sql.ts';
import { samplePart, type KindWriter, type LineFormat, type RowParts } from './kind-writer.ts';
import { answerTurn, chat, led, ledText, said, shareGpt, turn } from './turns.ts';

const formats: Record<Exclude<(typeof pairFormats)[number], 'parquet'>, LineFormat> = {
  messages: {
    line: (parts) => `${messages(parts)} AS messages`,
    shape: '`{"messages": [{"role": "user", "content": …}, {"role": "assistant", "content": …}]}`',
  },
  'prompt-completion': {
    line: (parts) =>
      `${ledText(parts.system, 'instruction')} AS prompt, ${said(parts, 'response')} AS completion`,
    shape: '`{"prompt": …, "completion": …}`',
  },
  sharegpt: {
    line: (parts) =>
      `${led(parts.system, (text) => turn(shareGpt, 'system', text), [
        turn(shareGpt, 'user', 'instruction'),
        turn(shareGpt, 'assistant', said(parts, 'response')),
      ])} AS conversations`,
    shape: '`{"conversations": [{"from": "human", "value": …}, {"from": "gpt", "value": …}]}`',
  },
  text: {
    line: (parts) =>
      `${literal(pairText.instruction)} || instruction || ${literal(pairText.answer)} || ` +
      `${said(parts, 'response')} AS text`,
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

function messages(parts: RowParts): string {
  const asked = turn(chat, 'user', 'instruction');
  const answer = answerTurn(parts, 'response');
  const list = (sql: string): string => (answer.json ? `to_json(${sql})` : sql);
  return led(parts.system, (text) => list(turn(chat, 'system', text)), [list(asked), answer.sql]);
}
