import { readFileSync } from 'node:fs';

/** A prompt as its recipe sends it: slots are filled in one pass, so text stays text. */
export function recipePrompt(name: string, slots: Record<string, string>, recipe = 'back-and-forth'): string {
  const file = new URL(`../../activities/recipes/${recipe}/prompts/${name}.md`, import.meta.url);
  return readFileSync(file, 'utf8').replace(/\{\{(\w+)\}\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined)
      throw new Error(`The prompt '${name}' has a slot '${slot}' that the test does not fill.`);
    return value;
  });
}

const SUBJECTS = [
  'buffer pool',
  'lock manager',
  'query planner',
  'garden path',
  'sourdough starter',
  'tide table',
];
const MANNERS = ['seldom', 'usually', 'always', 'hardly ever', 'in most cases', 'by default'];

/** A different document for each number, with a title, paragraphs, a list and lines of a web page. */
export function documentNumber(number: number): string {
  const subject = SUBJECTS[number % SUBJECTS.length] ?? '';
  const manner = MANNERS[Math.floor(number / 6) % MANNERS.length] ?? '';
  return `# The ${subject} in edition ${number}

Home | About | Archive | Contact

The ${subject} ${manner} decides how quickly the rest of the work gets done. In order to change its size, stop what runs and edit the settings first. Edition ${number} made this easier than the ones before it.

A large ${subject} is no cure for a slow one. However, a small ${subject} will show its limits early, which is useful when you plan for more. For example, plan number ${number * 7} was dropped for that reason.

What to watch:

- the share of work that the ${subject} takes over
- the time between two changes of its size
- warnings that come more than ${number + 2} times a day

Copyright 2020 The Authors. All rights reserved.
`;
}
