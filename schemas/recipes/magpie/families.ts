/** What stands around a turn's text. */
interface Turn {
  readonly before: string;
  readonly after: string;
}

/**
 * How a family's raw prompts are written where the method's authors used a text of their own in place of what the model's
 * chat template makes.
 */
export interface Family {
  /** Begin-of-text; empty where the family has none. */
  readonly begin: string;
  /** Where a system prompt stands; undefined for families that have no place for one. */
  readonly system: Turn | undefined;
  /** System prompt where none is given. */
  readonly defaultSystem?: string;
  readonly user: Turn;
  readonly assistant: Turn;
  /** What comes before a user's text that the model is to write, where it is not `user.before`. */
  readonly open?: string;
  /** Where a turn has ended. */
  readonly stops: readonly string[];
  /** Where the prefix is from. */
  readonly source: string;
}

const authors = 'github.com/magpie-align/magpie, configs/model_configs.json at e26cb8fe';

const llama3: Family = {
  begin: '<|begin_of_text|>',
  system: { before: '<|start_header_id|>system<|end_header_id|>\n\n', after: '<|eot_id|>' },
  user: { before: '<|start_header_id|>user<|end_header_id|>\n\n', after: '<|eot_id|>' },
  assistant: { before: '<|start_header_id|>assistant<|end_header_id|>\n\n', after: '<|eot_id|>' },
  stops: ['<|eot_id|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>'],
  source: authors,
};

const chatMl: Family = {
  begin: '',
  system: { before: '<|im_start|>system\n', after: '<|im_end|>\n' },
  user: { before: '<|im_start|>user\n', after: '<|im_end|>\n' },
  assistant: { before: '<|im_start|>assistant\n', after: '<|im_end|>\n' },
  stops: ['<|im_start|>', '<|im_end|>', '<|endoftext|>'],
  source: authors,
};

const gemma: Family = {
  begin: '<bos>',
  system: undefined,
  user: { before: '<start_of_turn>user\n', after: '<end_of_turn>\n' },
  assistant: { before: '<start_of_turn>model\n', after: '<end_of_turn>\n' },
  stops: ['<eos>', '<bos>', '<start_of_turn>', '<end_of_turn>'],
  source: authors,
};

const llama2: Family = {
  begin: '<s>',
  system: undefined,
  user: { before: ' [INST] ', after: ' [/INST]' },
  assistant: { before: ' ', after: '</s>' },
  stops: ['<s>', '</s>', '[INST]', '[/INST]'],
  source: authors,
};

const phi3: Family = {
  begin: '<s> ',
  system: { before: '<|system|>\n', after: '<|end|>\n' },
  user: { before: '<|user|>\n', after: '<|end|>\n' },
  assistant: { before: '<|assistant|>\n', after: '<|end|>\n' },
  stops: ['</s>', '<s>', '<|endoftext|>', '<|user|>', '<|assistant|>', '<|system|>', '<|end|>'],
  source: authors,
};

/**
 * Prefixes that published data was drawn with, by the family's name. They differ from what the models' own templates make:
 * Llama-3.1 is asked without the system turn that its template opens, Qwen2 without its default system prompt, Gemma-2
 * with one line end more.
 */
export const families = {
  'llama-3': llama3,
  'llama-3.1': llama3,
  'llama-3.3': llama3,
  qwen2: chatMl,
  'qwen2.5': {
    ...chatMl,
    defaultSystem: 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.',
  },
  'gemma-1.1': gemma,
  'gemma-2': { ...gemma, open: '<start_of_turn>user\n\n' },
  'phi-3': phi3,
  'phi-3.5': phi3,
  mistral: llama2,
  'llama-2': llama2,
  'yi-1.5': {
    ...chatMl,
    begin: '<|startoftext|>',
    stops: ['<|startoftext|>', '<|endoftext|>', '<|im_start|>', '<|im_end|>'],
  },
} as const satisfies Readonly<Record<string, Family>>;
export type FamilyName = keyof typeof families;

/** A family's table entry. */
export function familyOf(name: FamilyName): Family {
  return families[name];
}

export const familyNames = Object.keys(families).filter((name): name is FamilyName =>
  Object.hasOwn(families, name),
);
