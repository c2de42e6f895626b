import { segmentsOf, sentencesOf } from './segments.ts';

/** A stretch of a text that is not cut: a sentence, or a piece of one that is too long. In UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Characters (code points) of the whole, and of the white space at its two ends. */
  readonly characters: number;
  readonly lead: number;
  readonly trail: number;
}

/**
 * The sentences of a text in a language (BCP-47), one after the other without a gap. One with more than `most`
 * characters comes in pieces that end between words.
 */
export function stretches(text: string, tag: string, most: number): Stretch[] {
  const found: Stretch[] = [];
  let open: { start: number; end: number } | undefined;
  let index = 0;
  for (const segment of sentencesOf(text, tag)) {
    const end = index + segment.length;
    // Blank lines are segments of their own; they belong to what stands before them.
    const start: number = open !== undefined && isBlank(segment) ? open.start : index;
    if (open !== undefined && start === index) found.push(stretch(text, open.start, open.end));
    open = { start, end };
    index = end;
  }
  if (open !== undefined) found.push(stretch(text, open.start, open.end));
  return found.flatMap((each) => (inner(each) > most ? pieces(text, each, tag, most) : [each]));
}

function pieces(text: string, { start, end }: Stretch, tag: string, most: number): Stretch[] {
  const found: Stretch[] = [];
  let [from, to, characters] = [start, start, 0];
  const take = (length: number, count: number): void => {
    if (characters + count > most && to > from) {
      found.push(stretch(text, from, to));
      [from, characters] = [to, 0];
    }
    to += length;
    characters += count;
  };
  for (const segment of segmentsOf(text.slice(start, end), tag, 'word')) {
    const count = charactersIn(segment);
    if (count <= most) take(segment.length, count);
    // A "word" may be any length: a web address, a line without spaces.
    else for (const character of segment) take(character.length, 1);
  }
  found.push(stretch(text, from, to));
  return found;
}

function stretch(text: string, start: number, end: number): Stretch {
  const whole = text.slice(start, end);
  const led = whole.trimStart();
  return {
    start,
    end,
    characters: charactersIn(whole),
    lead: whole.length - led.length,
    trail: led.length - led.trimEnd().length,
  };
}

/** Characters without the white space around them. White space is never outside the Basic Multilingual Plane. */
function inner({ characters, lead, trail }: Stretch): number {
  return characters - lead - trail;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Characters as users and Python count them: Unicode code points. */
export function charactersIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    count += 1;
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(at + 1);
    if (next >= 0xdc00 && next <= 0xdfff) at += 1;
  }
  return count;
}
