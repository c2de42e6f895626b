import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until there is an answer; the value is then given. Throws after `seconds`. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  seconds = 240,
): Promise<NonNullable<Awaited<T>>> {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > giveUpAt) throw new Error(`Waited ${seconds} s in vain until ${what}.`);
    await delay(20);
  }
}
