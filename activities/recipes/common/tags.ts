/** A tag of a section, as it stands in an answer: `[RES]`, or `[/RES]` where it closes. */
export interface Tag {
  readonly start: number;
  readonly end: number;
  readonly closes: boolean;
}

/** What models put around a tag that they quote: the same on both sides. */
const quotes = ['`', '**', '*', '"'] as const;

/**
 * The tags of a section in their order, however they are spelt: `[res]`, `[ RES ]`, `\[RES\]`, and as closing ones
 * `[/RES]`, `[/ res]`, `[\RES]`, `[RES/]`, `[END RES]`, `</RES>`, `[/RESULT]` (the name with another ending), and `[/RES`
 * where the answer ends.
 */
export function tagsOf(answer: string, name: string): Tag[] {
  const loose = `(?:${name}|${name.slice(0, 3)}[A-Z]{0,12})`;
  const closing = [
    String.raw`\[{1,2} {0,3}[/\\] {0,3}${loose} {0,3}(?:\\?\]{1,2}|(?=\s{0,9}$))`,
    String.raw`\[ {0,3}(?:${name} {0,3}/|END[ _]${name}) {0,3}\]`,
    String.raw`< {0,3}/ {0,3}${name} {0,3}>`,
  ].join('|');
  const opening = String.raw`\[{1,2} {0,3}${name} {0,3}\\?\]{1,2}`;
  const pattern = new RegExp(String.raw`\\?(?:(?<closing>${closing})|${opening})`, 'gi');
  return [...answer.matchAll(pattern)].map((match) => {
    const [start, end] = withQuotes(answer, match.index, match.index + match[0].length);
    return { start, end, closes: match.groups?.['closing'] !== undefined };
  });
}

function withQuotes(answer: string, start: number, end: number): [number, number] {
  const quote = quotes.find((each) => answer.endsWith(each, start) && answer.startsWith(each, end));
  return quote === undefined ? [start, end] : [start - quote.length, end + quote.length];
}
