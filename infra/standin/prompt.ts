/** A request's text, taken apart the way that a responder needs it. */
export interface Prompt {
  /** The last user message, or the raw prompt. */
  text: string;
  /** What is asked, with the quoted material taken out: a document cannot pass itself off as an instruction. */
  frame: string;
  /** Text between the instruction tags, if there are any. */
  instruction: string | undefined;
  /** Text between the document tags; all of the text where there are none. */
  document: string;
}

const TAGS = ['instruction', 'document'] as const;

/**
 * Tags count where they have a line to themselves. A document may hold such lines too, so the first opening tag and
 * the last closing tag are the prompt's own; where one quoted part follows another, the first seam between them is.
 */
export function promptOf(text: string, system = ''): Prompt {
  const starts = TAGS.map((tag) => ({ tag, at: lineAt(text, `<${tag}>`, 0) })).filter(({ at }) => at >= 0);
  starts.sort((one, other) => one.at - other.at);
  const [first] = starts;
  if (!first) return { text, frame: `${system}\n${text}`, instruction: undefined, document: text };
  const other = first.tag === 'instruction' ? 'document' : 'instruction';
  const seam = new RegExp(`\\n</${first.tag}>\\s*\\n<${other}>[ \\t]*\\n`).exec(text.slice(first.at));
  const parts = new Map<string, string>();
  const last = seam ? other : first.tag;
  const close = text.lastIndexOf(`\n</${last}>`);
  const end = close < first.at ? text.length : close;
  if (seam) {
    const seamAt = first.at + seam.index;
    parts.set(first.tag, inner(text, first.at, seamAt));
    parts.set(other, text.slice(Math.min(end, seamAt + seam[0].length), end));
  } else {
    parts.set(first.tag, inner(text, first.at, end));
  }
  return {
    text,
    frame: `${system}\n${text.slice(0, first.at)}\n${text.slice(end)}`,
    instruction: parts.get('instruction'),
    document: parts.get('document') ?? text,
  };
}

function lineAt(text: string, line: string, from: number): number {
  for (let at = text.indexOf(line, from); at >= 0; at = text.indexOf(line, at + 1)) {
    const after = text.charAt(at + line.length);
    if ((at === 0 || text.charAt(at - 1) === '\n') && (after === '\n' || after === '\r')) return at;
  }
  return -1;
}

function inner(text: string, tagAt: number, end: number): string {
  return text.slice(text.indexOf('\n', tagAt) + 1, end);
}
