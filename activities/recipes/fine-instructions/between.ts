import { tagsOf } from '../common/tags.ts';

/** A part of an answer that has a name, such as the lines between [ANSWER] and [/ANSWER]. */
export interface Section {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
}

/** Where the first section of a name begins, however its tag is spelt (`tagsOf`); undefined where none does. */
export function beginningOf(answer: string, name: string): number | undefined {
  return tagsOf(answer, name).find(({ closes }) => !closes)?.start;
}

/**
 * The section that begins with the first [NAME] after `from` and ends with the last [/NAME] before `before`; up to
 * `before` where it is not closed. Undefined where it does not begin.
 */
export function between(answer: string, name: string, from = 0, before = answer.length): Section | undefined {
  const tags = tagsOf(answer, name).filter(({ start }) => start >= from && start < before);
  const opening = tags.find(({ closes }) => !closes);
  if (opening === undefined) return undefined;
  const closing = tags.findLast(({ closes, start }) => closes && start >= opening.end);
  const end = closing?.start ?? before;
  return {
    text: answer.slice(opening.end, end).trim(),
    start: opening.start,
    end,
    closed: closing !== undefined,
  };
}

/** Whether a text has a tag of one of the sections left in it. */
export function hasSectionTags(text: string, names: readonly string[]): boolean {
  return names.some((name) => tagsOf(text, name).length > 0);
}
