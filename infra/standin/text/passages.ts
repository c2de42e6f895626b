import { isBoilerplate } from './boilerplate.ts';

/** A few whole sentences of a document, by their place in it. */
export interface Passage {
  start: number;
  end: number;
  words: number;
}

/** Longer than this, and a document is read from its beginning. */
const READ_LIMIT = 60_000;
const LEAST_WORDS = 25;
const MOST_WORDS = 130;

/** Passages that could be excerpts: within one paragraph of prose, from the start of a sentence to the end of one. */
export function passagesOf(document: string): Passage[] {
  const passages: Passage[] = [];
  for (const { start, end } of paragraphsOf(document.slice(0, READ_LIMIT))) {
    let open: Passage | undefined;
    for (const sentence of sentencesIn(document.slice(start, end))) {
      const words = document.slice(start + sentence.start, start + sentence.end).split(/\s+/).length;
      open = {
        start: open?.start ?? start + sentence.start,
        end: start + sentence.end,
        words: (open?.words ?? 0) + words,
      };
      if (open.words < MOST_WORDS / 2) continue;
      if (open.words <= MOST_WORDS) passages.push(open);
      open = undefined;
    }
    if (open && open.words >= LEAST_WORDS && open.words <= MOST_WORDS) passages.push(open);
  }
  return passages;
}

function paragraphsOf(document: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { 0: block, index } of document.matchAll(/\S[^]*?(?=\n[ \t]*\n|$)/g)) {
    // Web crawls put each paragraph on one line; books break lines within them.
    const lines = block.split('\n');
    if (block.length / lines.length <= 110) {
      found.push({ start: index, end: index + block.length });
      continue;
    }
    let at = index;
    for (const line of lines) {
      found.push({ start: at, end: at + line.length });
      at += line.length + 1;
    }
  }
  return found.filter(({ start, end }) => isProse(document.slice(start, end)));
}

function isProse(paragraph: string): boolean {
  const letters = paragraph.replace(/[^\p{L}\s]/gu, '').length;
  return (
    paragraph.length >= 120 &&
    letters / paragraph.length > 0.85 &&
    !/[<>{}|]/.test(paragraph) &&
    !/^\s*(?:[-*+•#>]|\d+[.)])\s/.test(paragraph) &&
    !isBoilerplate(paragraph)
  );
}

function sentencesIn(paragraph: string): { start: number; end: number }[] {
  return [...paragraph.matchAll(/[^\s][^]*?[.!?]["'”’)\]]*(?=\s+["'“‘(]?[A-Z]|\s*$)/g)].map(
    ({ 0: text, index }) => ({
      start: index,
      end: index + text.length,
    }),
  );
}
