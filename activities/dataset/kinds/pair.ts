import { pairText, type pairFormats } from '../../../schemas/kinds/pair.ts';
import { literal } from '../../parquet/sql.ts';
import { samplePart, type KindWriter, type LineFormat } from './kind-writer.ts';
import { chat, shareGpt, turn, type Speech } from './turns.ts';

const formats: Record<Exclude<(typeof pairFormats)[number], 'parquet'>, LineFormat> = {
  messages: {
    line: ({ system }) => `${turns(chat, system)} AS messages`,
    shape: '`{"messages": [{"role": "user", "content": …}, {"role": "assistant", "content": …}]}`',
  },
  'prompt-completion': {
    // There is no place for a system message but the prompt's beginning.
    line: ({ system }) =>
      `${system === undefined ? '' : `${system} || ${literal('\n\n')} || `}instruction AS prompt, response AS completion`,
    shape: '`{"prompt": …, "completion": …}`',
  },
  sharegpt: {
    line: ({ system }) => `${turns(shareGpt, system)} AS conversations`,
    shape: '`{"conversations": [{"from": "human", "value": …}, {"from": "gpt", "value": …}]}`',
  },
  text: {
    line: () =>
      `${literal(pairText.instruction)} || instruction || ${literal(pairText.answer)} || response AS text`,
    shape: '`{"text": "Instruction: …\\n\\nAnswer: …"}`, to pre-train on',
  },
};

export const pairWriter: KindWriter = {
  texts: { instruction: 'instruction', response: 'response' },
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
  sample: `[${samplePart('Instruction', 'instruction', true)}, ${samplePart('Response', 'response')}]`,
  size: "instruction_tokens || ' → ' || response_tokens || ' tokens'",
};

function turns(speech: Speech, system: string | undefined): string {
  const lead = system === undefined ? [] : [turn(speech, 'system', system)];
  return `[${[...lead, turn(speech, 'user', 'instruction'), turn(speech, 'assistant', 'response')].join(', ')}]`;
}
