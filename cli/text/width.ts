const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const invisible = /^[\p{Mark}\p{Cf}\p{Cc}]+$/u;
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u;

/** Columns that a text takes on a terminal: wide characters (CJK, emoji) take two, marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segments.segment(text)) width += widthOfCharacter(segment);
  return width;
}

/** The text cut to at most `width` columns, with … where something was cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let room = width - 1;
  if (room < 0) return '';
  for (const { segment } of segments.segment(text)) {
    room -= widthOfCharacter(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The text cut and filled to exactly `width` columns. */
export function fill(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, width);
  const space = ' '.repeat(Math.max(0, width - widthOf(short)));
  return align === 'left' ? short + space : space + short;
}

function widthOfCharacter(character: string): number {
  if (invisible.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
