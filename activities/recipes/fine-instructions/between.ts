/** A part of an answer that has a name, such as the lines between [ANSWER] and [/ANSWER]. */
export interface Section {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
}

/**
 * The section that begins with the first [NAME] after `from` and ends with the last [/NAME] before `before`; up to
 * `before` where it is not closed. Undefined where it does not begin.
 */
export function between(answer: string, name: string, from = 0, before = answer.length): Section | undefined {
  const opening = answer.indexOf(`[${name}]`, from);
  if (opening === -1 || opening >= before) return undefined;
  const start = opening + name.length + 2;
  const closing = answer.lastIndexOf(`[/${name}]`, before - 1);
  const closed = closing >= start;
  const end = closed ? closing : before;
  return { text: answer.slice(start, end).trim(), start: opening, end, closed };
}
