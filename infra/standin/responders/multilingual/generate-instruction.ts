import type { Dice } from '../../dice.ts';
import { gistOf, shortened } from '../../text/gist.ts';
import type { Gist } from '../../text/gist.ts';
import type { Responder } from '../responder.ts';

/** Words an instruction to which a text could be the response, in the way that the task prompt wants it. */
export const generateInstruction: Responder = {
  name: 'generate-instruction',
  mistakes: ['missingClose', 'missingTags', 'refusal', 'empty', 'cut', 'chatter'],
  recognises: ({ frame }) => frame.includes('[INST]') && frame.includes('[/INST]'),
  answer: ({ frame, parts, document }, dice) => {
    const task = TASKS.find(({ sign }) => sign.test(frame)) ?? OPEN;
    const gist = gistOf(parts.text ?? parts.response ?? document);
    return `[INST]\n${task.write(gist, dice)}\n[/INST]`;
  },
};

interface Task {
  /** Tells the task from the prompt's frame. */
  sign: RegExp;
  write(gist: Gist, dice: Dice): string;
}

const OPEN: Task = {
  sign: /./,
  write: ({ words: [one, two, three] }, dice) => {
    const also = two === undefined ? '' : ` and ${two}`;
    return dice.pick([
      `Explain what there is to know about ${one}${also}.`,
      `Write a short text about ${one}${three === undefined ? also : `, ${two} and ${three}`}.`,
      `Tell me about ${one}${also} in a few sentences.`,
      `I would like to understand ${one}. What does it have to do with ${two ?? 'everyday life'}?`,
      `Describe ${one}${also} for somebody who has never heard of it.`,
    ]);
  },
};

/** Looked for in this order: a prompt may speak of a summary in passing, but not of choices. */
const TASKS: readonly Task[] = [
  {
    sign: /multiple.choice|\bA to D\b|\bfour choices\b/i,
    write: ({ text, words: [one, ...others] }, dice) => {
      const wrong = [0, 1, 2].map((at) => {
        const other = others[at] ?? one;
        return dice.pick([
          `It has nothing to do with ${other}.`,
          `${other} is the name of a place where ${one} is not known.`,
          `It is another word for ${other}.`,
        ]);
      });
      const right = dice.below(4);
      const choices = [...wrong.slice(0, right), shortened(text, 40), ...wrong.slice(right)];
      const lines = choices.map((choice, at) => `${'ABCD'.charAt(at)}. ${choice}`);
      return `What is true of ${one}?\n\n${lines.join('\n')}\n\nGive the right choice in full.\n\nAnswer: ${'ABCD'.charAt(right)}`;
    },
  },
  {
    sign: /\bmath/i,
    write: ({ words: [one, two = 'baskets'], numbers }, dice) => {
      const [a, b] = [numbers[0] ?? String(2 + dice.below(40)), numbers[1] ?? String(2 + dice.below(40))];
      return dice.pick([
        `There are ${a} of ${one} and ${b} of ${two}. How many are there in all, and how do you know?`,
        `A shop has ${a} ${one} and gets ${b} more each day. After how many days has it twice as many?`,
      ]);
    },
  },
  {
    sign: /\bsentiment|\bfeeling\b/i,
    write: ({ words: [one, two = 'it'] }, dice) => {
      const feeling = dice.pick(['a favourable', 'an unfavourable', 'a mixed', 'a neutral']);
      return dice.pick([
        `Write ${feeling} review of ${one}, with a word on ${two}.`,
        `Write ${feeling} comment about ${one} and ${two}.`,
      ]);
    },
  },
  {
    sign: /\bheadline\b|\btitle\b/i,
    write: ({ words: [one, two = 'today'], sentences }, dice) =>
      `Write ${dice.pick(['a news item', 'an article', 'a paragraph'])} of about ${sentences.length} sentences under the headline "${one} and ${two}".`,
  },
  {
    sign: /\bsummar/i,
    write: ({ sentences, words: [one] }) => {
      const told = sentences.map(
        (part) => `${part} In other words, this is about ${one}, and there is more to it.`,
      );
      return `Summarise the following text.\n\n${told.join(' ')}`;
    },
  },
  {
    sign: /\brewrit|\bparaphras/i,
    write: ({ text }) =>
      `Rewrite the following so that it is clear and without mistakes.\n\nso basically like, ${text.toLowerCase()} you know`,
  },
  {
    sign: /\bnotes\b|\bfacts\b/i,
    write: ({ sentences }) =>
      `Write a connected text from these notes.\n\n${sentences.map((part) => `- ${shortened(part, 8)}`).join('\n')}`,
  },
  {
    sign: /\bcontinu/i,
    write: ({ words: [one, two = 'the rest'] }) =>
      `Continue this text.\n\nMuch has been said about ${one}. What is less well known is what it means for ${two}.`,
  },
  {
    sign: /\bcontext\b.*\bquestion|\bquestion\b.*\bcontext/i,
    write: ({ sentences: [first], words: [one, two = 'it'] }, dice) => {
      const question = dice.pick([`What is said about ${one}?`, `How are ${one} and ${two} connected?`]);
      return `People have been talking about ${one} for some time. It has to do with ${two}. ${shortened(first, 6)}\n\n${question}`;
    },
  },
  {
    sign: /\bquestion that\b|\bsingle question\b/i,
    write: ({ words: [one, two = 'it'] }, dice) =>
      dice.pick([
        `What is ${one}, and what does it have to do with ${two}?`,
        `Why does ${one} matter to ${two}?`,
        `What should I know about ${one}?`,
      ]),
  },
];
