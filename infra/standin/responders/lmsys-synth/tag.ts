import type { Responder } from '../responder.ts';

/** Tags a request by words that stand in it: rules that miss most topics. */
export const tag: Responder = {
  name: 'tag',
  mistakes: ['empty'],
  recognises: ({ frame, parts }) => parts.instruction !== undefined && /\btopic tags\b/i.test(frame),
  answer: ({ parts }) => {
    const { instruction = '' } = parts;
    const found = TAGS.flatMap(([pattern, name]) => (pattern.test(instruction) ? [name] : []));
    return JSON.stringify(found.length === 0 ? ['General Information'] : found.slice(0, 4));
  },
};

const TAGS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:python|sql|code|function|loop|unit tests?|program|recursion)\b/i, 'Programming'],
  [/\b(?:haiku|poem|story|speech|plot|bedtime)\b/i, 'Creative Writing'],
  [/\b(?:email|message|letter|formal sentence|description|article)\b/i, 'Writing Assistance'],
  [/\b(?:ratio|solve|chance|convert|how far|degrees)\b/i, 'Mathematics'],
  [/\b(?:moon|comet|seasons|tides|planets|science|earth)\b/i, 'Sciences'],
  [/\b(?:cook|recipe|bread|bakery|soup)\b/i, 'Cooking'],
  [/\b(?:grammar|french|idiom|translate)\b/i, 'Languages'],
  [/\b(?:company|chemical|production)\b/i, 'Companies'],
  [/\b(?:how do i|how can i|plan|suggest|give me)\b/i, 'Advice'],
];
