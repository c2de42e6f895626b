import { Code } from './code.ts';

/** A text in channels, as gpt-oss writes them. */
export interface Channels {
  readonly answer: string;
  readonly thoughts: readonly string[];
  /** True where it has no answer yet. */
  readonly cut: boolean;
}

interface Header {
  readonly channel: string;
  readonly start: number;
  readonly end: number;
}

const mark = '<|channel|>';
/** From the channel's name to the message; between them a recipient and a type may stand. */
const named =
  /<\|channel\|>\s{0,4}(analysis|commentary|final)\b[^<\n]{0,200}(?:<\|constrain\|>[^<\n]{0,40})?<\|message\|>/y;

/**
 * The answer of a text in channels: what stands in `final`; `analysis` and `commentary` are thoughts. Undefined where
 * the text has no channels: they begin it, or follow what an opening in the prompt began, outside of code.
 */
export function splitChannels(text: string): Channels | undefined {
  const headers = headersOf(text);
  const [first] = headers;
  if (first === undefined) return withoutTokens(text);
  const lead = text.slice(0, first.start).trim();
  const thoughts = lead === '' ? [] : [lead];
  const answers: string[] = [];
  for (const [at, { channel, end }] of headers.entries()) {
    const said = text
      .slice(end, headers[at + 1]?.start)
      .replace(/(?:<\|(?:end|return|call)\|>\s{0,8})+$/, '');
    if (channel === 'final') answers.push(said);
    else thoughts.push(said);
  }
  return { answer: answers.join(''), thoughts, cut: answers.length === 0 };
}

function headersOf(text: string): Header[] {
  const headers: Header[] = [];
  if (!text.includes(mark)) return headers;
  const code = new Code(text);
  const begin = text.length - text.trimStart().length;
  let last: Header | undefined;
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) {
    named.lastIndex = at;
    const found = named.exec(text);
    if (found === null) continue;
    const start = startOf(text, at);
    // Within an answer only a whole header counts, and none before the answer that code holds.
    const bare = start === at;
    if (last?.channel === 'final' && bare) continue;
    if (last === undefined && start > begin && (bare || code.holds(at, at + mark.length))) continue;
    last = { channel: found[1] ?? '', start, end: named.lastIndex };
    headers.push(last);
  }
  return headers;
}

/** Where a header begins: `<|end|><|start|>assistant` may come before the channel. */
function startOf(text: string, channel: number): number {
  const before = text.slice(Math.max(0, channel - 200), channel);
  const [found = ''] =
    /(?:<\|(?:end|return|call)\|>)?\s{0,4}<\|start\|>assistant(?: ?to=[\w.]{1,80})?\s{0,4}$|<\|end\|>\s{0,4}$/.exec(
      before,
    ) ?? [];
  return channel - found.length;
}

const final = 'assistantfinal';
const analysis = 'analysis';

/**
 * The same from a server that leaves special tokens out: `analysisThe user asks ...assistantfinalThe answer`. Nobody
 * writes these words together; without the second, only a sentence that follows the first at once is a thought.
 */
function withoutTokens(text: string): Channels | undefined {
  const said = text.trimStart();
  if (said.startsWith(final)) return { answer: said.slice(final.length), thoughts: [], cut: false };
  if (!said.startsWith(analysis)) return undefined;
  const end = said.indexOf(final, analysis.length);
  if (end === -1 && !/^analysis\p{Lu}[\p{L}'’]*,? \p{L}/u.test(said)) return undefined;
  const thoughts = said
    .slice(analysis.length, end === -1 ? undefined : end)
    .split(/assistant(?:analysis|commentary)(?=\S)/);
  return end === -1
    ? { answer: '', thoughts, cut: true }
    : { answer: said.slice(end + final.length), thoughts, cut: false };
}
