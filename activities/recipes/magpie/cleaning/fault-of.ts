import type { Cleaning, CleaningReason } from '../../../../schemas/recipes/magpie/cleaning.ts';
import type { Identifier } from '../../common/identify.ts';
import { isRefusal } from '../../../engine/rows/refusal.ts';

/** What a model wrote as its user, and what it was asked for by. */
export interface Drawn {
  readonly text: string;
  readonly finish: string | null;
  /** The system prompt that it was drawn under. */
  readonly system: string | undefined;
  /** The language that was asked for (FLORES-200). */
  readonly language: string | null;
}

/** Why a text is no instruction, and what of it says so. */
export interface Fault {
  readonly reason: CleaningReason;
  readonly detail: string;
}

type Check = (text: string, drawn: Drawn, rules: Cleaning, identify: Identifier) => string | undefined;

/** In the order in which they are looked for: what says most of the model comes first. */
const checks: readonly (readonly [CleaningReason, Check])[] = [
  ['empty', (text) => (text === '' ? '' : undefined)],
  ['reasoning tags', reasoningTag],
  ['template tokens', (text) => templateToken.exec(text)?.[0]],
  ['role words', roleWord],
  ['unprintable', unprintable],
  ['goes on with the system prompt', systemWords],
  ['answers instead of asking', answering],
  ['cut', (text, { finish }) => (finish === 'length' ? `${characters(text)} characters` : undefined)],
  ['fragment', fragment],
  ['other language', otherLanguage],
];

/** What is wrong with a drawn instruction; undefined where it is one. */
export function faultOf(drawn: Drawn, rules: Cleaning, identify: Identifier): Fault | undefined {
  const text = drawn.text.trim();
  for (const [reason, check] of checks) {
    if (rules.off.includes(reason)) continue;
    const detail = check(text, drawn, rules, identify);
    if (detail !== undefined) return { reason, detail };
  }
  return undefined;
}

/** Special tokens of the families' templates: `<|...|>`, turns of Gemma, Mistral and Llama-2, begin and end of text. In HTML, `<s>` strikes text out. */
const templateToken =
  /<[|｜][^<>\n]{1,60}[|｜]>|<\/?(?:start_of_turn|end_of_turn|bos|eos|unk|pad)>|^<s>|<\/s>$|\[\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]|<<\/?SYS>>/;

function reasoningTag(text: string, _: Drawn, { reasoningTags }: Cleaning): string | undefined {
  if (reasoningTags.length === 0) return undefined;
  const names = reasoningTags.map(escaped).join('|');
  return new RegExp(`<\\|?/?(?:${names})\\|?>|\\[/?(?:${names})\\]|◁/?(?:${names})▷`, 'i').exec(text)?.[0];
}

function roleWord(text: string, _: Drawn, { roleWords }: Cleaning): string | undefined {
  if (roleWords.length === 0) return undefined;
  const names = roleWords.map(escaped).join('|');
  // A line of its own, with or without what marks a heading; or the beginning of a line, with a colon.
  const found = new RegExp(`^[ \\t#*]*(?:${names})[ \\t*]*(?::|$)`, 'im').exec(text);
  return found?.[0].trim();
}

/** Controls, halves of surrogate pairs, private characters, and the sign for what could not be decoded. */
const unseen = /[^\P{C}\n\r\t\p{Cf}]|\uFFFD/gu;

function unprintable(text: string, _: Drawn, { maxUnprintable }: Cleaning): string | undefined {
  const found = text.match(unseen)?.length ?? 0;
  const share = found / characters(text);
  return share > maxUnprintable ? `${found} of ${characters(text)} characters` : undefined;
}

/** What system prompts say of assistants and their users, and users do not. */
const systemVoice =
  /^(?:you are (?:an? |the )?(?:[\p{L}-]+ ){0,5}(?:assistant|chatbot|language model|ai)\b|your (?:goal|purpose|task|role|job) is to (?:assist|help|provide|support)|(?:the )?users? (?:will|may|might) (?:ask|engage)|as an ai assistant, you)/iu;

function systemWords(text: string, { system }: Drawn, { systemWords: run }: Cleaning): string | undefined {
  // Under no system prompt, "You are an assistant ..." may be a user's request to play a part.
  if (system === undefined) return undefined;
  const voice = systemVoice.exec(text)?.[0];
  if (voice !== undefined) return voice;
  const said = wordsOf(system);
  const runs = new Set(said.slice(run - 1).map((_, at) => said.slice(at, at + run).join(' ')));
  const words = wordsOf(text);
  return words
    .slice(run - 1)
    .map((_, at) => words.slice(at, at + run).join(' '))
    .find((each) => runs.has(each));
}

/** How assistants begin, in English. */
const answerOpening =
  /^(?:(?:sure|certainly|absolutely|of course|great question|good question|no problem)[!,.]|here(?:'|’)?s (?:a|an|the|your|how|what|some)\b|here (?:is|are) (?:a|an|the|your|some|my)\b|(?:i(?:'|’)?d|i would) be (?:happy|glad|delighted) to\b|i(?:'|’)?m (?:happy|glad|here) to (?:help|assist)\b|(?:hello|hi|hey)(?: there)?[!,.] (?:how (?:can|may) i|i(?:'|’)?m (?:an ai|your)|it(?:'|’)?s nice to meet you)|how (?:can|may) i (?:help|assist)\b|thank you for (?:your question|asking|reaching out)\b|let(?:'|’)?s (?:break|think|work) (?:this|it) (?:down|through)|(?:okay|ok|alright|hmm|wait)[,.] (?:so|let|i|the user)|to (?:solve|answer|address) th(?:is|e) (?:problem|question)\b|the answer is\b)/i;

function answering(text: string): string | undefined {
  return answerOpening.exec(text)?.[0] ?? (isRefusal(text) ? text.slice(0, 60) : undefined);
}

function fragment(text: string, _: Drawn, { minCharacters }: Cleaning): string | undefined {
  if (characters(text) < minCharacters) return `${characters(text)} characters`;
  // Punctuation that ends or joins what came before.
  if (/^[,;:.!?)\]}»]/.test(text)) return `begins with ${text.slice(0, 1)}`;
  return /[\p{L}\p{N}]/u.test(text) ? undefined : 'no letter and no digit';
}

function otherLanguage(
  text: string,
  { language }: Drawn,
  rules: Cleaning,
  identify: Identifier,
): string | undefined {
  const { min, fromCharacters } = rules.language;
  if (language === null || characters(text) < fromCharacters) return undefined;
  const found = identify(text, language);
  if (found === undefined || found.share >= min) return undefined;
  return `${found.best === '' ? 'no language' : found.best} for ${language}`;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Code points: as people count. */
function characters(text: string): number {
  return Array.from(text).length;
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
