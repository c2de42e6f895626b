import { splitChannels } from './channels.ts';
import { Code } from './code.ts';
import { isCommon, tagsIn, unwrapped, type Tag } from './tags.ts';

/** A text of a model, what it thought apart from what it answers. */
export interface Split {
  readonly answer: string;
  /** Each thought. */
  readonly thoughts: readonly string[];
  /** True where the text ends within a thought. */
  readonly cut: boolean;
  /** True where markup of thoughts is left that nobody can tell apart from the answer. */
  readonly left: boolean;
}

/** Thoughts before the answer; whoever writes more of them does something else. */
const mostBlocks = 64;

/**
 * Takes a model's thoughts off its text:
 * - Thoughts stand at the beginning, between tags or as channels; one or several. What comes after is the answer.
 * - A closing tag without an opening one ends a thought that began with the text: the opening is in the prompt.
 * - A thought between tags that begins a line in the middle of an answer is taken off too.
 * - Tags in code (between backquotes on one line, or between fences) are what the text is about, and stay.
 * - Any other tag is left markup: it may be either.
 * - The token that ends a turn is no part of it, where a server leaves it there.
 */
export function splitReasoning(whole: string): Split {
  const text = whole.replace(turnEnd, '');
  const channels = splitChannels(text);
  if (channels !== undefined) {
    const { answer, thoughts, cut } = channels;
    const within = splitTags(answer);
    return { ...within, thoughts: [...thoughts, ...within.thoughts], cut: cut || within.cut };
  }
  return splitPhrases(text) ?? splitTags(text);
}

const turnEnd = /(?:<\|(?:im_end|eot_id|endoftext|end_of_text)\|>|<end_of_turn>)\s*$/;

function splitTags(text: string): Split {
  const thoughts: string[] = [];
  let rest = text;
  let tags = tagsIn(text);
  for (let blocks = 0; blocks < mostBlocks; blocks += 1) {
    const block = firstThought(rest, tags, blocks === 0);
    if (block === undefined) break;
    thoughts.push(block.thought);
    const { end } = block;
    if (end === undefined) return { answer: '', thoughts, cut: true, left: false };
    rest = rest.slice(end);
    tags = tags
      .filter(({ start }) => start >= end)
      .map((tag) => ({ ...tag, start: tag.start - end, end: tag.end - end }));
  }
  const { answer, left } = withoutLater(rest, tags, thoughts);
  return { answer: unwrapped(answer, thoughts.length > 0), thoughts, cut: false, left };
}

/** A thought that a text begins with, and where it ends: undefined where it does not. */
interface Thought {
  readonly thought: string;
  readonly end: number | undefined;
}

function firstThought(text: string, tags: readonly Tag[], mayLackOpening: boolean): Thought | undefined {
  if (tags.length === 0) return undefined;
  const code = new Code(text);
  const begin = text.length - text.trimStart().length;
  const [first] = tags;
  if (first?.opens === true && first.start === begin) {
    const from = afterRepeats(text, tags, first);
    const close = tags.find(
      (tag) => closes(tag, first) && tag.start >= from && !code.holds(tag.start, tag.end),
    );
    return { thought: text.slice(from, close?.start), end: close?.end };
  }
  if (!mayLackOpening) return undefined;
  const outside = tags.find(({ start, end }) => !code.holds(start, end));
  if (outside === undefined || outside.opens || isMentioned(text, outside)) return undefined;
  return { thought: text.slice(0, outside.start), end: outside.end };
}

/** The end of an opening tag, or of the last of those that repeat it. */
function afterRepeats(text: string, tags: readonly Tag[], first: Tag): number {
  let { end } = first;
  for (const tag of tags.slice(1)) {
    if (!tag.opens || tag.family !== first.family || text.slice(end, tag.start).trim() !== '') break;
    ({ end } = tag);
  }
  return end;
}

function closes(tag: Tag, open: Tag): boolean {
  return !tag.opens && tag.family === open.family;
}

/** "The </think> tag ends it": a tag in the middle of a sentence. */
function isMentioned(text: string, { start, end }: Tag): boolean {
  const before = text.slice(Math.max(0, start - 80, text.lastIndexOf('\n', start - 1) + 1), start);
  const after = text.slice(end, end + 80);
  const line = after.split('\n', 1)[0] ?? '';
  return (
    /\S[^\S\n]*[\s"'“‘«(]$/.test(before) &&
    !/[.!?…:]["')]?\s*$/.test(before) &&
    /^\s*[\p{Ll}"'”’»),.;:!?]/u.test(line)
  );
}

/** Thoughts that begin a line later on are taken off as well; what else looks like one is left. */
function withoutLater(
  text: string,
  tags: readonly Tag[],
  thoughts: string[],
): { answer: string; left: boolean } {
  const code = new Code(text);
  const outside = tags.filter(({ start, end }) => !code.holds(start, end));
  let answer = '';
  let cursor = 0;
  let left = outsideCode(text, code);
  for (const [at, tag] of outside.entries()) {
    if (tag.start < cursor) continue;
    const close = outside[at + 1];
    const begins = /(?:^|\n)[^\S\n]*$/.test(text.slice(Math.max(cursor, tag.start - 40), tag.start));
    if (!tag.opens || isCommon(tag) || !begins || close === undefined || !closes(close, tag)) {
      left = true;
      continue;
    }
    thoughts.push(text.slice(tag.end, close.start));
    answer += text.slice(cursor, tag.start);
    cursor = close.end;
  }
  return { answer: answer + text.slice(cursor), left };
}

/** Marks of channels, and of turns: a template that does not fit its model lets thoughts end as turns do. */
const marks =
  /<\|(?:channel|message|im_start|im_end|start_header_id|end_header_id|eot_id|begin_of_box|end_of_box)\|>|<(?:start|end)_of_turn>/g;

function outsideCode(text: string, code: Code): boolean {
  return [...text.matchAll(marks)].some(({ 0: mark, index }) => !code.holds(index, index + mark.length));
}

const thinks = /^\s*Here(?:'s| is) my thought process:/;
const answers = /Here(?:'s| is) my response:/;

/** Granite 3.2 says in words what others say in tags. One phrase alone may be anybody's. */
function splitPhrases(text: string): Split | undefined {
  const begun = thinks.exec(text);
  const answered = begun === null ? null : answers.exec(text);
  if (begun === null || answered === null) return undefined;
  const after = splitTags(text.slice(answered.index + answered[0].length));
  return { ...after, thoughts: [text.slice(begun[0].length, answered.index), ...after.thoughts] };
}
