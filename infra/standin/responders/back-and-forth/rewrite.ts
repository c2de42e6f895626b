import { diceFrom } from '../../dice.ts';
import type { Dice } from '../../dice.ts';
import type { Block } from '../../text/blocks.ts';
import { isBoilerplate } from '../../text/boilerplate.ts';
import { plain } from '../../text/markup.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { subjectOf } from '../../text/subject.ts';
import { countWords } from '../../text/words.ts';
import type { Responder } from '../responder.ts';

/** Words that a rewrite takes over from its draft; what comes after is left out. */
const LONGEST = 420;

/** Makes an answer of a draft's own sentences: leads of paragraphs, lists and samples, without the page around them. */
export const rewrite: Responder = {
  name: 'rewrite',
  mistakes: ['missingClose', 'missingTags', 'refusal', 'empty', 'cut', 'chatter'],
  recognises: ({ frame }) => frame.includes('[RES]') && frame.includes('[/RES]'),
  answer: ({ document, instruction }, dice) => {
    const subject = subjectOf(document);
    const parts = pickParts(subject.blocks, dice);
    if (parts.length === 0) return `[RES]\n${document.trim()}\n[/RES]`;
    const topic = subject.title?.focus ?? subject.title?.topic ?? 'this';
    const [lead, ...rest] = parts;
    const opening =
      lead?.kind === 'prose' ? `${openingFor(instruction ?? '', dice)} ${edit(lead.text)}` : lead?.text;
    const body = rest.map((part, at) =>
      part.kind === 'prose' ? linked(part, rest[at - 1], dice) : part.text,
    );
    return `[RES]\n${[opening, ...body, closingFor(topic, dice)].join('\n\n')}\n[/RES]`;
  },
};

interface Part {
  kind: 'prose' | 'list' | 'code' | 'heading';
  text: string;
}

function pickParts(blocks: Block[], dice: Dice): Part[] {
  const parts: Part[] = [];
  let left = LONGEST;
  let heading: string | undefined;
  for (const block of blocks) {
    if (left <= 0) break;
    const part = partOf(block, dice);
    if (part?.kind === 'heading') {
      heading = part.text;
      continue;
    }
    if (!part || part.text === '' || (parts.length === 0 && part.kind !== 'prose')) continue;
    if (heading !== undefined && parts.length > 0) parts.push({ kind: 'heading', text: `**${heading}**` });
    heading = undefined;
    parts.push(part);
    left -= countWords(part.text);
  }
  return parts;
}

function partOf({ kind, lines }: Block, dice: Dice): Part | undefined {
  switch (kind) {
    case 'heading': {
      const text = plain(lines[0] ?? '');
      return text === '' || isBoilerplate(text) ? undefined : { kind: 'heading', text };
    }
    case 'prose': {
      const kept = sentencesOf(lines[0] ?? '').filter(
        (sentence) => !isBoilerplate(sentence) && isDirect(sentence),
      );
      return { kind: 'prose', text: kept.slice(0, 2 + dice.below(3)).join(' ') };
    }
    case 'list': {
      const kept = lines
        .filter((item) => !isBoilerplate(item) && countWords(item) >= 2 && countWords(item) <= 60)
        .slice(0, 6);
      return kept.length < 2 ? undefined : { kind: 'list', text: kept.map((item) => `- ${item}`).join('\n') };
    }
    case 'code':
      return lines.length > 25 ? undefined : { kind: 'code', text: fenced(lines) };
    case 'other':
      return undefined;
  }
}

function fenced(lines: string[]): string {
  return /^\s*(```|~~~)/.test(lines[0] ?? '') ? lines.join('\n') : ['```', ...lines, '```'].join('\n');
}

/** Not an aside of the author to the reader of a web page. */
function isDirect(sentence: string): boolean {
  return !/^(I |I'|This (document|page|article|chapter|section|doc|guide|post) |In this (article|post|chapter|section|document|page)|Thanks|Stay tuned|Read on|See )/.test(
    sentence,
  );
}

/** Says at once what the answer is about, in the words of the request. */
function openingFor(instruction: string, dice: Dice): string {
  if (/^(how|explain (step by step )?how|show me how|walk me)\b/i.test(instruction)) {
    return dice.pick([
      'In short, this is how it works.',
      'Here is how to go about it.',
      'The essentials first.',
    ]);
  }
  if (/\?$/.test(instruction.trim())) {
    return dice.pick([
      'The short answer is this.',
      'To answer directly:',
      'Briefly put, the answer is as follows.',
    ]);
  }
  return dice.pick([
    'Here is what matters most.',
    'These are the essentials.',
    'To begin with the main point:',
  ]);
}

/** A paragraph, with a few words of its own to lead over from the one before where no heading does. */
function linked(part: Part, before: Part | undefined, dice: Dice): string {
  const text = edit(part.text);
  if (before?.kind === 'heading' || !/^[A-Z]/.test(text) || countWords(text) < 12 || !dice.chance(0.6))
    return text;
  return `${dice.pick(LINKS)} ${text}`;
}

const LINKS = [
  'Another point worth knowing:',
  'To add to that:',
  'Beyond this, keep the following in mind.',
  'There is more to say on this.',
  'It also helps to know the following.',
] as const;

function closingFor(topic: string, dice: Dice): string {
  return dice.pick([
    `Taken together, these points give a sound picture of ${topic}.`,
    `With that, the main points about ${topic} are covered.`,
    `In summary, these are the points to keep in mind about ${topic}.`,
  ]);
}

// Turns of phrase that can be exchanged anywhere without a change of meaning.
const EDITS: readonly (readonly [RegExp, string])[] = [
  [/\bin order to\b/g, 'to'],
  [/\bIn order to\b/g, 'To'],
  [/\bHowever, /g, 'That said, '],
  [/\bTherefore, /g, 'As a result, '],
  [/\bFor example, /g, 'For instance, '],
  [/\bfor example, /g, 'for instance, '],
  [/\bIn addition, /g, 'Also, '],
  [/\bAdditionally, /g, 'Also, '],
  [/\bFurthermore, /g, 'What is more, '],
  [/\ba number of\b/g, 'several'],
  [/\butilize\b/g, 'use'],
  [/\bdue to the fact that\b/g, 'because'],
  [/\bprior to\b/g, 'before'],
  [/\bis able to\b/g, 'can'],
  [/\bare able to\b/g, 'can'],
  [/\bvery important\b/g, 'essential'],
];

/** About half of the exchanges, the same ones wherever the passage occurs. */
function edit(text: string): string {
  const dice = diceFrom(text);
  return EDITS.reduce((edited, [from, to]) => (dice.chance(0.6) ? edited.replace(from, to) : edited), text);
}
