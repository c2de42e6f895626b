const TAGS = ['instruction', 'template', 'document', 'query', 'text', 'answer', 'response'] as const;

/** Names of tags in which our prompts quote their material. */
export type Tag = (typeof TAGS)[number];

/** A request's text, taken apart the way that a responder needs it. */
export interface Prompt {
  /** The last user message, or the raw prompt. */
  text: string;
  /** What is asked, with the quoted material taken out: a document cannot pass itself off as an instruction. */
  frame: string;
  /** Text between tags, one part or two. */
  parts: Readonly<Partial<Record<Tag, string>>>;
  /** Text between the instruction tags, if there are any. */
  instruction: string | undefined;
  /** Text between the document tags; all of the text where there are none. */
  document: string;
}

/** What may follow a part; others are part of it. */
const SECOND: Readonly<Partial<Record<Tag, readonly Tag[]>>> = {
  instruction: ['document', 'answer', 'response'],
  document: ['instruction'],
  template: ['document'],
};

/**
 * Tags count where they have a line to themselves. A document may hold such lines too, so the first opening tag and
 * the last closing tag are the prompt's own; where one quoted part follows another, the first seam between them is.
 */
export function promptOf(text: string, system = ''): Prompt {
  const first = firstTag(text);
  if (!first) return { text, frame: `${system}\n${text}`, parts: {}, instruction: undefined, document: text };
  const others = SECOND[first.tag] ?? [];
  const seam =
    others.length === 0
      ? null
      : new RegExp(`\\n</${first.tag}>\\s*\\n<(${others.join('|')})>[ \\t]*\\n`).exec(text.slice(first.at));
  const second = others.find((tag) => tag === seam?.[1]);
  const parts: Partial<Record<Tag, string>> = {};
  const close = text.lastIndexOf(`\n</${second ?? first.tag}>`);
  const end = close < first.at ? text.length : close;
  if (seam && second) {
    const seamAt = first.at + seam.index;
    parts[first.tag] = inner(text, first.at, seamAt);
    parts[second] = text.slice(Math.min(end, seamAt + seam[0].length), end);
  } else {
    parts[first.tag] = inner(text, first.at, end);
  }
  return {
    text,
    frame: `${system}\n${text.slice(0, first.at)}\n${text.slice(end)}`,
    parts,
    instruction: parts.instruction,
    document: parts.document ?? text,
  };
}

function firstTag(text: string): { tag: Tag; at: number } | undefined {
  for (const match of text.matchAll(/^<([a-z]+)>\r?\n/gm)) {
    const tag = TAGS.find((name) => name === match[1]);
    if (tag) return { tag, at: match.index };
  }
  return undefined;
}

function inner(text: string, tagAt: number, end: number): string {
  return text.slice(text.indexOf('\n', tagAt) + 1, end);
}
