/** The tags that models of one kind put around their thoughts. */
interface Family {
  readonly open: string;
  readonly close: string;
  /** A word that may stand in the XML of an answer: what it encloses in the middle of one is not taken off. */
  readonly common?: true;
}

/**
 * A word in any case, as a tag of XML; `<think duration="3">` too, and what a server that writes for pages or a model that
 * is used to wide characters makes of it.
 */
function xml(...words: readonly string[]): Family {
  const names = words.map((word) => anyCase(word)).join('|');
  return {
    open: String.raw`(?:[<＜]|&lt;)\s?(?:${names})(?:\s[^<>＜＞&]{0,80})?(?:[>＞]|&gt;)`,
    close: String.raw`(?:[<＜]|&lt;)\s?[\/\\]\s?(?:${names})\s?(?:[>＞]|&gt;)`,
  };
}

/** The same words as special tokens: `<|begin_of_thought|>`, `<|START_THINKING|>`, `<|think_start|>`, `<|think|>`. */
function token(...words: readonly string[]): Family {
  const names = `(?:${words.map((word) => anyCase(word)).join('|')})`;
  const [begin, end, of] = [`(?:${anyCase('begin')}|${anyCase('start')})`, anyCase('end'), anyCase('of_')];
  return {
    open: String.raw`<\|(?:${begin}_(?:${of})?)?${names}(?:_${begin})?\|>`,
    close: String.raw`<\|(?:\/${names}|${end}_(?:${of})?${names}|${names}_${end})\|>`,
  };
}

function anyCase(word: string): string {
  return word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/**
 * As the reasoning parsers of vLLM and SGLang know them. Most models think in `<think>`: DeepSeek, Qwen, GLM, Kimi K2,
 * MiniMax, Nemotron, Olmo, Hunyuan, ERNIE and many more.
 */
const families: readonly Family[] = [
  xml('think', 'thinking', 'antthinking', 'ant_thinking'),
  { ...xml('thought', 'thoughts', 'reasoning'), common: true }, // Gemini's compatible API, EXAONE
  { ...xml('scratchpad', 'scratchpad_reasoning', 'reasoning_scratchpad'), common: true }, // Hermes
  {
    ...xml(
      'thought_process',
      'thinking_process',
      'reasoning_process',
      'reasoning_content',
      'chain_of_thought',
    ),
    common: true,
  },
  { ...xml('inner_thoughts', 'inner_monologue', 'internal_monologue', 'cot'), common: true },
  xml('seed:think', 'mm:think', 'longcat_think', 'think:opensource'), // Seed-OSS, MiniMax M3, LongCat, Hunyuan
  { open: String.raw`\[THINK(?:ING)?\]`, close: String.raw`\[\/THINK(?:ING)?\]` }, // Mistral
  token('think', 'thinking', 'thought', 'thoughts', 'reasoning'), // Cohere, OpenThinker, Sky-T1
  { open: '◁think▷', close: '◁/think▷' }, // Kimi
  { open: String.raw`<\|open\|>think<\|sep\|>`, close: String.raw`<\|close\|>think<\|sep\|>` }, // Kimi K3
  { open: String.raw`<\|inner_prefix\|>`, close: String.raw`<\|inner_suffix\|>` }, // Apertus
  { open: String.raw`<\|channel>(?:thought)?`, close: String.raw`<channel\|>` }, // Gemma 4
  { open: String.raw`<unused94>(?:thought)?`, close: '<unused95>' }, // MedGemma
  { open: String.raw`\[unused16\]`, close: String.raw`\[unused17\]` }, // Pangu
  { open: String.raw`(?:<\|message_model\|>)?<\|content_thinking\|>`, close: String.raw`<\|end_message\|>` }, // Inkling
];

const pattern = new RegExp(families.map(({ open, close }) => `(${open})|(${close})`).join('|'), 'g');

/** A tag in a text. */
export interface Tag {
  readonly family: number;
  readonly opens: boolean;
  readonly start: number;
  readonly end: number;
}

/** What any tag begins with. Nearly no answer has one, and looking for these takes a twentieth of the pattern's time. */
const beginnings = ['<', '＜', '&lt;', '[THINK', '[/THINK', '[unused1', '◁'];

/** The tags of thoughts in a text, in order. */
export function tagsIn(text: string): Tag[] {
  if (!beginnings.some((beginning) => text.includes(beginning))) return [];
  return [...text.matchAll(pattern)].map((match) => {
    const group = match.slice(1).findIndex(Boolean);
    const start = match.index;
    return { family: group >> 1, opens: group % 2 === 0, start, end: start + match[0].length };
  });
}

export function isCommon({ family }: Tag): boolean {
  return families[family]?.common === true;
}

/** What some models put around the answer itself. */
const wrappers = [
  ['<|START_RESPONSE|>', '<|END_RESPONSE|>'],
  ['<|START_TEXT|>', '<|END_TEXT|>'],
  ['<|begin_of_solution|>', '<|end_of_solution|>'],
  ['<|begin_of_box|>', '<|end_of_box|>'], // GLM-4.5V
  ['<|open|>response<|sep|>', '<|close|>response<|sep|>'],
  ['<|message_model|><|content_text|>', '<|end_message|>'],
] as const;

/** Such as are words that an answer may have been asked for: the model's own only after thoughts in tags. */
const words = [
  ['<answer>', '</answer>'],
  ['<response>', '</response>'],
  ['<output>', '</output>'],
] as const;

/** An answer without the tags around the whole of it; the closing one may lack. */
export function unwrapped(answer: string, afterThoughts: boolean): string {
  const text = answer.trim();
  const lower = text.toLowerCase();
  for (const [open, close] of afterThoughts ? [...wrappers, ...words] : wrappers) {
    if (!lower.startsWith(open.toLowerCase())) continue;
    const end = lower.indexOf(close.toLowerCase());
    if (end === -1) return text.slice(open.length);
    if (end + close.length === text.length) return text.slice(open.length, end);
  }
  return answer;
}
