import { z } from 'zod';

/** What a server put into a chat message. */
export interface Said {
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
}

const FieldsSchema = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof FieldsSchema>;

const PartSchema = z.union([z.string(), FieldsSchema]);
const ContentSchema = z.union([PartSchema, z.array(PartSchema)]).nullish();

/** A chat message of an answer, wherever its server keeps the parts of it. */
export const MessageFieldsSchema = z.looseObject({
  content: ContentSchema,
  refusal: z.string().nullish(),
  tool_calls: z.array(z.unknown()).nullish().catch(null),
});

/** `thinking`, `redacted_thinking`, `reasoning.text`, `thought`, `summary_text` of a thought, and the like. */
const thinking = /think|thought|reason|summary|analysis/i;

/** The answer, the thoughts and the refusal of a message: of its content's parts, and of fields of their own. */
export function saidIn(message: z.infer<typeof MessageFieldsSchema>): Said {
  const parts = [message.content ?? []].flat();
  const text: string[] = [];
  const thoughts: string[] = [];
  const refusals: string[] = [];
  for (const part of parts) {
    if (typeof part === 'string') text.push(part);
    else if (isThought(part)) thoughts.push(wordsOf(part));
    else if (part['type'] === 'refusal') refusals.push(wordsOf(part));
    else if (typeof part['text'] === 'string') text.push(part['text']);
  }
  return {
    text: text.join(''),
    reasoning: joined([reasoningIn(message), joined(thoughts, '\n')]),
    refusal: joined([message.refusal ?? '', ...refusals], '\n'),
  };
}

/**
 * What the model thought, where a server gives it fields of its own: `reasoning` (vLLM, OpenRouter, Groq),
 * `reasoning_content` (DeepSeek, DashScope, SGLang, llama.cpp, vLLM before 0.12).
 */
export function reasoningIn(fields: Fields): string {
  const own = joined([wordsOf(fields['reasoning']), wordsOf(fields['reasoning_content'])]);
  if (own !== '') return own;
  for (const name of inParts) {
    const words = wordsOf(fields[name]);
    if (words !== '') return words;
  }
  return '';
}

/** OpenRouter's parts, LiteLLM's of Anthropic: the same as the fields before them, where both are there. */
const inParts = ['reasoning_details', 'thinking_blocks', 'thinking'];

/** Texts that differ, each once: servers give one thought under two names. */
export function joined(texts: readonly string[], between = '\n\n'): string {
  const said = texts.map((text) => text.trim()).filter((text) => text !== '');
  return said.length < 2 ? (said[0] ?? '') : [...new Set(said)].join(between);
}

/** Gemini marks its thoughts' parts instead of naming them. */
function isThought(part: Fields): boolean {
  return thinking.test(String(part['type'])) || part['thought'] === true;
}

/** Fields in which parts hold their words. */
const holders = [
  'text',
  'thinking',
  'reasoning',
  'reasoning_content',
  'thought',
  'summary',
  'content',
  'refusal',
];

/** Parts hold parts; deeper than any server goes, there is nothing. */
function wordsOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > 8) return '';
  if (Array.isArray(value)) return value.map((each) => wordsOf(each, depth + 1)).join('');
  const { data: part } = FieldsSchema.safeParse(value);
  if (part === undefined) return '';
  for (const holder of holders) {
    const words = wordsOf(part[holder], depth + 1);
    if (words !== '') return words;
  }
  return '';
}
