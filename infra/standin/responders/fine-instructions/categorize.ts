import type { Dice } from '../../dice.ts';
import { stemOf, topicsOf } from '../../text/topics.ts';
import type { Responder } from '../responder.ts';

/** Sorts an instruction into the categories that the prompt lists, by the fields of its words and by its first verb. */
export const categorize: Responder = {
  name: 'categorize',
  mistakes: ['refusal', 'empty', 'cut'],
  recognises: ({ frame, instruction }) => instruction !== undefined && /^Categories:/m.test(frame),
  answer: ({ frame, instruction = '' }, dice) => {
    const fields = new Set(topicsOf(instruction, 2).map(({ name }) => name));
    const names = categoriesIn(frame).filter((category) => belongs(category, instruction, fields));
    return `${dice.pick(LEADS)}\n\n${line(
      names.map(({ name }) => name),
      dice,
    )}`;
  },
};

interface Listed {
  readonly name: string;
  readonly about: string;
}

function categoriesIn(frame: string): Listed[] {
  return [...frame.matchAll(/^- ([^:\n]+): (.+)$/gm)].map(([, name = '', about = '']) => ({ name, about }));
}

/** Fields of knowledge and beginnings of requests that speak for a category of the paper. */
const SIGNS: Readonly<Record<string, { readonly fields?: readonly string[]; readonly words?: RegExp }>> = {
  science: { fields: ['physics', 'space', 'biology', 'chemistry', 'geography', 'mathematics', 'medicine'] },
  math: { fields: ['mathematics'] },
  code: { fields: ['programming', 'databases', 'systems'] },
  medicine: { fields: ['medicine'] },
  'personal life': { fields: ['food', 'sports'], words: /\b(my|me|I|we|our)\b/ },
  reasoning: { words: /\b(why|compare|contrast|difference|better|should|explain|how come|pros and cons)\b/i },
  task: {
    words: /^\W*(write|draft|make|turn|give|create|list|design|summari[sz]e|rewrite|translate|compose)\b/i,
  },
};

function belongs({ name, about }: Listed, instruction: string, fields: ReadonlySet<string>): boolean {
  const signs = SIGNS[name.toLowerCase()];
  if (signs !== undefined)
    return (
      signs.fields?.some((field) => fields.has(field)) === true || signs.words?.test(instruction) === true
    );
  const stems = new Set(wordsOf(`${name} ${about}`));
  return wordsOf(instruction).some((stem) => stems.has(stem));
}

/** Stems of the longer words. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z]{5,}/g) ?? []).map(stemOf);
}

function line(names: readonly string[], dice: Dice): string {
  if (names.length === 0) return dice.pick(['Categories: none', '**Categories:** None.']);
  const list = names.join(', ');
  if (dice.chance(0.04)) return `Categories: ${list}, general interest`;
  return dice.pick([`Categories: ${list}`, `Categories: ${list}`, `**Categories:** ${list}`]);
}

const LEADS = [
  'The user wants to be told about a subject.',
  'A piece of work is asked for, or an explanation.',
  'What is wanted is knowledge on the matter.',
] as const;
