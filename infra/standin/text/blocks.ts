export type BlockKind = 'heading' | 'prose' | 'list' | 'code' | 'other';

/** One stretch of a document: a heading, a paragraph without its line breaks, a list's items, or lines as they are. */
export interface Block {
  kind: BlockKind;
  lines: string[];
}

const FENCE = /^\s*(```|~~~)/;
const BULLET = /^\s{0,6}(?:[-*+•]|\d{1,2}[.)])\s+/;
const RULE = /^\s*([=\-~^*_])\1{2,}\s*$/;

/** Longer than this, and a text is judged by its beginning. */
const READ_LIMIT = 24_000;

/** Splits Markdown, reStructuredText and plain text, hard-wrapped or one line a paragraph. */
export function blocksOf(document: string): Block[] {
  const blocks: Block[] = [];
  let group: string[] = [];
  let fenced: string[] | undefined;
  const close = () => {
    if (group.length > 0) blocks.push(...read(group));
    group = [];
  };
  for (const line of withoutFrontMatter(document.slice(0, READ_LIMIT)).split(/\r?\n/)) {
    if (fenced) {
      fenced.push(line);
      if (!FENCE.test(line)) continue;
      blocks.push({ kind: 'code', lines: fenced });
      fenced = undefined;
    } else if (FENCE.test(line)) {
      close();
      fenced = [line];
    } else if (line.trim() === '') {
      close();
    } else if (/^\s{0,3}#{1,6}\s/.test(line) || (blocks.length + group.length === 0 && isTitle(line))) {
      close();
      blocks.push({ kind: 'heading', lines: [line] });
    } else if (RULE.test(line) && group.length === 1 && isShort(group[0] ?? '')) {
      blocks.push({ kind: 'heading', lines: group });
      group = [];
    } else {
      group.push(line);
    }
  }
  close();
  return blocks;
}

function read(lines: string[]): Block[] {
  const text = lines.filter((line) => !RULE.test(line));
  const first = text[0];
  if (first === undefined) return [];
  if (text.length === 1 && isShort(first)) return [{ kind: 'heading', lines: text }];
  if (BULLET.test(first)) return [{ kind: 'list', lines: items(text) }];
  const characters = text.join(' ');
  if (text.every((line) => /^(\t| {4,})/.test(line)) && !isProse(characters))
    return [{ kind: 'code', lines }];
  // Web crawls put each paragraph on one line, with no empty line between them.
  if (text.length > 1 && characters.length / text.length > 110) return text.flatMap((line) => read([line]));
  const list = text.findIndex((line) => BULLET.test(line));
  if (list > 0) return [...read(text.slice(0, list)), { kind: 'list', lines: items(text.slice(list)) }];
  const paragraph = text
    .map((line) => line.trim())
    .join(' ')
    .replace(/\s+/g, ' ');
  return [{ kind: isProse(paragraph) ? 'prose' : 'other', lines: isProse(paragraph) ? [paragraph] : lines }];
}

function items(lines: string[]): string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (BULLET.test(line)) found.push(line.replace(BULLET, '').trim());
    else found.push(`${found.pop() ?? ''} ${line.trim()}`.trim());
  }
  return found;
}

/** The first line of a document may be longer than a heading within it. */
function isTitle(line: string): boolean {
  return (
    line.length <= 140 &&
    /^["'“(`*_]?[A-Z0-9]/.test(line) &&
    !/[.,;:!|]$/.test(line.trim()) &&
    !BULLET.test(line)
  );
}

function isShort(line: string): boolean {
  const text = line.trim();
  return (
    text.length <= 90 &&
    /^["'“(`*_\[<]?[A-Z0-9]/.test(text) &&
    !/[.,;:!|]$/.test(text) &&
    text.split(/\s+/).length <= 12
  );
}

function isProse(text: string): boolean {
  const letters = text.replace(/[^A-Za-z ]/g, '').length;
  return (
    text.split(/\s+/).length >= 8 && letters / text.length > 0.78 && /[.!?:]["'”’)*_`\]]*$/.test(text.trim())
  );
}

/** YAML before the text is not part of it, but the title that it names is. */
function withoutFrontMatter(document: string): string {
  const head = /^---\r?\n([\s\S]{0,2000}?)\r?\n---\r?\n/.exec(document);
  if (!head) return document;
  const title = /^title:\s*["']?(.+?)["']?\s*$/m.exec(head[1] ?? '')?.[1];
  const rest = document.slice(head[0].length);
  return title === undefined ? rest : `# ${title}\n\n${rest}`;
}
