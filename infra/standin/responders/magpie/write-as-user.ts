import type { Dice } from '../../dice.ts';
import { topicsOfText } from './words-of-text.ts';
import { requestsIn } from './languages.ts';
import { turnsOf } from './turns.ts';
import type { Responder } from '../responder.ts';

/** Goes on from a raw prompt that ends where a user's turn begins, as a chat model does: with what a user would write. */
export const writeAsUser: Responder = {
  name: 'write-as-user',
  mistakes: ['answering', 'roleWord', 'fragment', 'empty', 'cut'],
  recognises: ({ text }) => turnsOf(text) !== undefined,
  answer: ({ text }, dice) => {
    const { system = '', lastAnswer } = turnsOf(text) ?? {};
    const foreign = requestsIn(system);
    if (foreign !== undefined) return dice.pick(foreign);
    if (lastAnswer !== undefined) return followUp(lastAnswer, dice);
    const domain = DOMAINS.find(({ sign }) => sign.test(system));
    if (domain !== undefined) return domain.write(dice);
    const [one, two] = subjects(dice);
    return dice.pick(REQUESTS)(one, two);
  },
};

/** What people ask about. */
const SUBJECTS = (
  'tides bicycles sourdough inflation chess volcanoes glaciers bees compilers jazz origami vaccines photosynthesis ' +
  'electricity gardening democracy insomnia telescopes earthquakes pottery databases whales budgeting recycling ' +
  'mythology antibiotics violins cartography bridges encryption yoga dinosaurs taxation elections marathons beekeeping ' +
  'cheese satellites poetry algorithms allergies lighthouses rainbows unions sailing perfume typography concrete'
).split(' ');

type Request = (one: string, two: string) => string;

const REQUESTS: readonly [Request, ...Request[]] = [
  (one, two) => `What is the connection between ${one} and ${two}?`,
  (one, two) => `Explain ${one} to somebody who knows a little about ${two}.`,
  (one) => `I have to give a short talk about ${one} next week. Which three points should I make?`,
  (one, two) => `Write a short story in which ${one} and ${two} both matter.`,
  (one, two) => `Compare ${one} with ${two}. Use a table with at least four rows.`,
  (one) => `What are common mistakes that beginners make with ${one}, and how can I avoid them?`,
  (one, two) =>
    `Can you suggest a plan for learning about ${one}? I have two hours a week and know ${two} already.`,
  (one, two) => `Give me five ideas for a project about ${one} that also uses ${two}.`,
  (one) => `What is there to know about ${one}? Answer in one paragraph.`,
  (one, two) =>
    `Rewrite this sentence so that it is clearer: "What with ${one} and then ${two}, it was a lot, which we did."`,
];

interface Domain {
  /** Tells the domain from the system prompt. */
  readonly sign: RegExp;
  write(dice: Dice): string;
}

const DOMAINS: readonly Domain[] = [
  {
    sign: /\bmath/i,
    write: (dice) => {
      const [a, b] = [2 + dice.below(97), 2 + dice.below(49)];
      return dice.pick([
        `A train covers ${a} km in ${b} minutes. What is its mean speed in km/h?`,
        `Solve for x: ${a}x + ${b} = ${a * b}.`,
        `What is the remainder when ${a}^${b} is divided by 7?`,
        `A box holds ${a} red and ${b} blue balls. Two are drawn without putting them back. How likely are two of one colour?`,
      ]);
    },
  },
  {
    sign: /\bcode\b|\bcoding\b|\bprogram/i,
    write: (dice) => {
      const language = dice.pick(['Python', 'TypeScript', 'Rust', 'Go', 'SQL', 'C++']);
      const thing = dice.pick(['queue', 'cache', 'parser', 'timer', 'log', 'table']);
      return dice.pick([
        `Write a function in ${language} that merges two sorted lists of ${thing} entries.`,
        `My ${language} program leaks memory when the ${thing} is full. How can I find out why?`,
        `How do I write a unit test in ${language} for a ${thing} that depends on the clock?`,
      ]);
    },
  },
  {
    sign: /\btranslat/i,
    write: (dice) => {
      const language = dice.pick(['French', 'Spanish', 'German', 'Japanese', 'Hindi']);
      const [one, two] = subjects(dice);
      return dice.pick([
        `Translate into ${language}: "We talked about ${one} all evening, and then about ${two}."`,
        `How would a native speaker of ${language} say "I know nothing about ${one}"?`,
      ]);
    },
  },
  {
    sign: /\breason|\bpuzzle/i,
    write: (dice) => {
      const [one, two] = [dice.pick(['Ana', 'Ben']), dice.pick(['Chen', 'Dipa', 'Emil'])];
      return dice.pick([
        `${one} is taller than ${two}, and ${two} is taller than Femi. Who is the shortest, and how do you know?`,
        `If all keys are old and some old things are lost, does it follow that ${one} lost a key? Explain.`,
      ]);
    },
  },
];

/** A question on an answer's own words. */
function followUp(answer: string, dice: Dice): string {
  const [one, two] = topicsOfText(answer, dice);
  return dice.pick<Request>([
    (a) => `Can you say more about ${a}?`,
    (a, b) => `You mention ${a}. How does that change when ${b} is not there?`,
    (a) => `Could you give me an example of ${a} from everyday life?`,
    (a, b) => `Please put what you said about ${a} and ${b} into three short points.`,
  ])(one, two);
}

function subjects(dice: Dice): [string, string] {
  const at = dice.below(SUBJECTS.length);
  const other = (at + 1 + dice.below(SUBJECTS.length - 1)) % SUBJECTS.length;
  return [SUBJECTS[at] ?? 'rain', SUBJECTS[other] ?? 'wind'];
}
