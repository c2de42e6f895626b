import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../../engine/rows/refusal.ts';
import { tagsOf, type Tag } from './tags.ts';

/** Words between an opening and a closing tag that are only talked about: "between [RES] and [/RES]". */
const talk =
  /^[\s`"'*_,.…–-]*(?:(?:and|to|or|the|closing|ending|with|then|followed|by)\b[\s`"'*_,.…–-]*){0,5}$/i;

/**
 * What an answer says between [NAME] and [/NAME], which its prompt asked for; `source` is the text that the model worked
 * on, whose own tags of that name may come back in it.
 *
 * - What stands before the opening tag and behind the closing one is chatter. Without an opening tag nothing says what is
 *   meant: unusable.
 * - Tags may be misspelt in the ways of `tagsOf`, and a second opening tag at the very end stands for the closing one.
 * - Tags that are only talked about, before or after, do not count: `[NAME] and [/NAME]`, an opening tag within a sentence
 *   where another follows, a closing one that a sentence goes on behind.
 * - An opening tag said twice with nothing in between is one, and so are two equal sections.
 * - Without a closing tag the rest is meant, where the opening one stands at the beginning of a line or sentence, and the
 *   answer was not cut.
 * - Where the source has such tags itself, the first and the last are the model's, if those between them are as they are in
 *   the source, or in pairs as they are there.
 * - Anything else is unusable, never a part: several sections, one within another, text between two closing tags.
 */
export function readTagged(
  answer: string,
  name: string,
  { source = '', finish }: { readonly source?: string; readonly finish: string | null },
): string | Unusable {
  if (answer.trim() === '') return unusable('empty answer');
  const tags = tagsOf(answer, name);
  if (tags.every(({ closes }) => closes)) return unusable(isRefusal(answer) ? 'refusal' : `no [${name}] tag`);
  const own = tagsOf(source, name);
  const found = own.length > 0 ? outermost(answer, tags, own) : section(answer, tags);
  if (found === undefined) return unusable(`no [${name}] tag`);
  if (found === 'unclear') return unusable(`[${name}] tags not in a pair`);
  if (!found.closed && finish === 'length') return unusable('answer cut');
  return answer
    .slice(found.from, found.to)
    .replace(/^:(?=\s)/, '')
    .trim();
}

interface Section {
  readonly from: number;
  readonly to: number;
  readonly closed: boolean;
}

/** The section of an answer about a text that has the tags `own` itself. */
function outermost(
  answer: string,
  tags: readonly Tag[],
  own: readonly Tag[],
): Section | 'unclear' | undefined {
  const [first, ...others] = tags;
  const last = others.at(-1);
  if (first === undefined || first.closes) return 'unclear';
  if (last === undefined) return rest(answer, first);
  const inner = others.slice(0, -1);
  const same = inner.length === own.length && inner.every(({ closes }, at) => closes === own[at]?.closes);
  const clear = last.closes && (same || (inPairs(own) && inPairs(inner)));
  return clear ? { from: first.end, to: last.start, closed: true } : 'unclear';
}

function inPairs(tags: readonly Tag[]): boolean {
  let depth = 0;
  for (const { closes } of tags) {
    depth += closes ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function section(answer: string, all: readonly Tag[]): Section | 'unclear' | undefined {
  const tags = withoutTalk(answer, all);
  const [open, close, ...after] = openedOnce(answer, tags);
  if (open === undefined) return undefined;
  if (close === undefined) return rest(answer, open);
  const found = { from: open.end, to: close.start, closed: true };
  // A second opening tag with nothing behind it was to close.
  if (!close.closes) return after.length === 0 && blank(answer.slice(close.end)) ? found : 'unclear';
  return ended(answer, found, close, after) ? found : 'unclear';
}

/** What stands behind an opening tag that nothing closes; undefined where the tag is only talked about. */
function rest(answer: string, open: Tag): Section | undefined {
  return begins(answer, open) ? { from: open.end, to: answer.length, closed: false } : undefined;
}

/** Without pairs that are only talked about, and without closing tags before the first opening one. */
function withoutTalk(answer: string, all: readonly Tag[]): Tag[] {
  const tags: Tag[] = [];
  let left = all.filter(({ closes }) => !closes).length;
  for (const tag of all) {
    const before = tags.at(-1);
    const between = before === undefined ? '' : answer.slice(before.end, tag.start);
    // Not the only one that begins a line or sentence: an answer may be as short as "and".
    const talked = before?.closes === false && between.trim() !== '' && talk.test(between);
    if (tag.closes && talked && (left > 1 || !begins(answer, before))) {
      tags.pop();
      left -= 1;
      continue;
    }
    tags.push(tag);
  }
  const first = tags.findIndex(({ closes }) => !closes);
  return first === -1 ? [] : tags.slice(first);
}

/** Without opening tags before the one that counts: said twice, or within a sentence before it. */
function openedOnce(answer: string, tags: readonly Tag[]): readonly Tag[] {
  let at = 0;
  for (; ; at += 1) {
    const [first, second] = [tags[at], tags[at + 1]];
    if (first === undefined || second === undefined || second.closes) break;
    if (!blank(answer.slice(first.end, second.start)) && begins(answer, first)) break;
  }
  return tags.slice(at);
}

/** Whether a tag stands at the beginning of the answer, a line or a sentence, and is not spoken of as a tag. */
function begins(answer: string, { start, end }: Tag): boolean {
  if (/^[ \t`"'*]{0,9}tags?\b/i.test(answer.slice(end, end + 20))) return false;
  return /(?:^|[\n.:!?…。：！？>*#-])[ \t"'*_`]{0,9}$/.test(answer.slice(Math.max(0, start - 20), start));
}

/** Whether what follows a section's closing tag takes nothing back of it: talk of tags, or the section once more. */
function ended(answer: string, { from, to }: Section, close: Tag, after: readonly Tag[]): boolean {
  const text = answer.slice(from, to).trim();
  let last = close;
  for (let at = 0; at < after.length; at += 1) {
    const tag = after[at];
    const next = after[at + 1];
    if (tag === undefined) break;
    if (tag.closes) {
      const spokenOf = /^[ \t]*[\p{L}`"',;]/u.test(answer.slice(tag.end, tag.end + 20));
      if (!spokenOf && !blank(answer.slice(last.end, tag.start))) return false;
      last = tag;
      continue;
    }
    const same = next?.closes === true && answer.slice(tag.end, next.start).trim() === text;
    if (same) [last, at] = [next, at + 1];
    else if (begins(answer, tag)) return false;
  }
  return true;
}

function blank(text: string): boolean {
  return text.trim() === '';
}
