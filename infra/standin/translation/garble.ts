import type { Dice } from '../dice.ts';

/** What bad translations look like: broken off, stuck on a few words, or with much left out. */
export function garble(text: string, dice: Dice): string {
  const words = text.split(/(?<=\s)(?=\S)/);
  const some = words.slice(0, Math.max(1, Math.floor(words.length * (0.2 + 0.3 * dice.next()))));
  switch (dice.below(3)) {
    case 0:
      return `${some.join('').trimEnd()} …`;
    case 1:
      return `${some.join('')} ${Array.from({ length: 6 }, () => words.slice(0, 2).join('').trim()).join(' ')}`;
    default:
      return `${words
        .filter(() => dice.chance(0.45))
        .join('')
        .trimEnd()} …`;
  }
}
