import { diceFrom } from '../../dice.ts';
import type { Dice } from '../../dice.ts';
import type { Mistake } from '../../mistakes.ts';
import type { Prompt } from '../../prompt.ts';
import type { Responder } from '../responder.ts';

const mistakes: readonly Mistake[] = ['empty', 'chatter', 'cut'];

/** Whether a prompt wants a JSON answer with a field of this name of what somebody asked. */
const wants =
  (field: string) =>
  ({ frame, parts }: Prompt): boolean =>
    parts.instruction !== undefined && parts.response === undefined && frame.includes(`"${field}": "..."`);

/** Sorts a request by its words. */
export const labelCategory: Responder = {
  name: 'label-category',
  mistakes,
  recognises: wants('category'),
  answer: ({ parts: { instruction = '' } }, dice) => {
    const [category = dice.chance(0.5) ? 'Others' : 'Other', ...others] = KINDS.flatMap(([sign, kind]) =>
      sign.test(instruction) ? [kind] : [],
    );
    return JSON.stringify({ category, others: others.slice(0, 2) });
  },
};

/** Grades a request: the longer, the clearer. The grade belongs to the request, whatever the seed. */
export const labelQuality: Responder = {
  name: 'label-quality',
  mistakes,
  recognises: wants('quality'),
  answer: ({ parts: { instruction = '' } }) => {
    const quality = graded(instruction, `quality ${instruction}`, [
      'very poor',
      'poor',
      'average',
      'good',
      'excellent',
    ]);
    const reason = `The request has ${wordsIn(instruction)} words and is ${quality}.`;
    return JSON.stringify({ reason, quality });
  },
};

/** Grades how hard a request is, in the same way. */
export const labelDifficulty: Responder = {
  name: 'label-difficulty',
  mistakes,
  recognises: wants('difficulty'),
  answer: ({ parts: { instruction = '' } }, dice) => {
    const difficulty = graded(instruction, `difficulty ${instruction}`, [
      'very easy',
      'easy',
      'medium',
      'hard',
      'very hard',
    ]);
    const [word] = longest(instruction, dice);
    const intent = `The user wants an answer about ${word}.`;
    return JSON.stringify({ intent, knowledge: `what is known of ${word}`, difficulty });
  },
};

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:python|typescript|rust|sql|unit test|function in|program)\b|C\+\+/i, 'Coding & Debugging'],
  [/\b(?:solve|remainder|speed|how likely)\b/i, 'Math'],
  [/\b(?:taller|does it follow|puzzle)\b/i, 'Reasoning'],
  [/\b(?:rewrite|edit|shorter)\b/i, 'Editing'],
  [/\b(?:story|poem|haiku)\b/i, 'Creative writing'],
  [/\bplan\b/i, 'Planning'],
  [/\bideas\b/i, 'Brainstorming'],
  [/\b(?:should I|how can I)\b/i, 'Advice seeking'],
  [/\b(?:what|explain|compare)\b/i, 'Information seeking'],
];

type Grades = readonly [string, string, string, string, string];

function graded(instruction: string, of: string, grades: Grades): string {
  const merit = Math.min(1, wordsIn(instruction) / 24) + diceFrom(of).next();
  return grades[Math.min(4, Math.floor((merit / 2) * 5))] ?? grades[2];
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function longest(text: string, dice: Dice): string[] {
  const words = (text.match(/\p{L}+/gu) ?? []).sort((a, b) => b.length - a.length);
  return words.length === 0 ? [dice.pick(['this', 'that'])] : words;
}
