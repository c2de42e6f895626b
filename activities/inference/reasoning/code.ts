/** Where a text is code: what stands there is talked about, and is no markup. */
export class Code {
  private readonly text: string;
  private readonly none: boolean;
  private fences: readonly Span[] | undefined;
  /** The line of the last look. */
  private line: Line = { start: 0, end: -1, code: [] };
  private looks = 0;

  constructor(text: string) {
    this.text = text;
    this.none = !(text.includes('`') || text.includes('~~~'));
  }

  /**
   * Whether code holds what stands there: in backquotes on one line, or between fences. A fence that never closes holds
   * nothing, and neither does one that a thought left open: what comes after it then has all fences that it needs.
   */
  holds(start: number, end: number): boolean {
    if (this.none) return false;
    if (within(this.lineAt(start).code, start, end)) return true;
    this.fences ??= fencesOf(this.text).closed;
    if (!within(this.fences, start, end)) return false;
    // Each look reads the rest of the text; whoever has so many tags between fences writes about them.
    if (this.looks >= mostLooks) return true;
    this.looks += 1;
    return !fencesOf(this.text.slice(end)).balanced;
  }

  private lineAt(place: number): Line {
    if (place >= this.line.start && place < this.line.end) return this.line;
    const start = this.text.lastIndexOf('\n', place) + 1;
    const found = this.text.indexOf('\n', place);
    const end = found === -1 ? this.text.length : found;
    this.line = { start, end, code: quoted(this.text.slice(start, end), start) };
    return this.line;
  }
}

interface Line extends Span {
  /** What stands in backquotes on it. */
  readonly code: readonly Span[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const mostLooks = 16;

function within(spans: readonly Span[], start: number, end: number): boolean {
  // Spans are in order and do not meet.
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  const found = spans[low];
  return found !== undefined && found.start <= start;
}

const fence = /^ {0,3}(`{3,}|~{3,})([^\n]*)$/;

/**
 * Blocks of code between fences, as Markdown has them. They balance where each closes, and none opens another within it:
 * the end of a block would else be taken for the begin of the next.
 */
function fencesOf(text: string): { closed: Span[]; balanced: boolean } {
  const closed: Span[] = [];
  let nested = false;
  let open: { readonly mark: string; readonly start: number } | undefined;
  for (let begin = 0; begin <= text.length;) {
    const found = text.indexOf('\n', begin);
    const end = found === -1 ? text.length : found;
    // Most lines are none, and a line may be the whole text.
    const line = /^ {0,3}[`~]/.test(text.slice(begin, begin + 4)) ? text.slice(begin, end) : '';
    const [, mark = '', rest = ''] = fence.exec(line) ?? [];
    if (mark !== '') {
      if (open === undefined) {
        if (!(mark.startsWith('`') && rest.includes('`'))) open = { mark, start: begin };
      } else if (mark.startsWith(open.mark)) {
        nested ||= rest.trim() !== '';
        if (rest.trim() === '') {
          closed.push({ start: open.start, end });
          open = undefined;
        }
      }
    }
    begin = end + 1;
  }
  return { closed, balanced: open === undefined && !nested };
}

/**
 * Code between two equally long runs of backquotes. What begins or ends with a space between two single ones is none: one
 * of them is a sign of its own.
 */
function quoted(line: string, offset: number): Span[] {
  const runs = [...line.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  const next = new Map<number, number>();
  const closes: (number | undefined)[] = [];
  for (let each = runs.length - 1; each >= 0; each -= 1) {
    const length = runs[each]?.length ?? 0;
    closes[each] = next.get(length);
    next.set(length, each);
  }
  const spans: Span[] = [];
  for (let each = 0; each < runs.length; each += 1) {
    const close = closes[each];
    const from = runs[each];
    const to = close === undefined ? undefined : runs[close];
    if (from === undefined || to === undefined || close === undefined) continue;
    const inner = line.slice(from.at + from.length, to.at);
    if (from.length === 1 && /^\s|\s$/.test(inner)) continue;
    spans.push({ start: offset + from.at, end: offset + to.at + to.length });
    each = close;
  }
  return spans;
}
