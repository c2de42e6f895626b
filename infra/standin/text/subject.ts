import { blocksOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import { isBoilerplate } from './boilerplate.ts';
import { plain } from './markup.ts';
import { vocabularyOf } from './phrases.ts';
import { inRunningCase, isTelling, titleOf } from './title.ts';
import type { Title } from './title.ts';

/** What a document is about, as far as its words tell. */
export interface Subject {
  /** From the title or first telling heading, or else what the text mentions most often. */
  title: Title | undefined;
  /** Frequent phrases and further headings that the title does not hold already, the most telling first. */
  aspects: string[];
  blocks: Block[];
  /** Characters of prose. */
  length: number;
}

export function subjectOf(document: string): Subject {
  const blocks = blocksOf(document);
  const prose = blocks
    .filter(({ kind }) => kind === 'prose' || kind === 'list')
    .flatMap(({ lines }) => lines);
  const text = prose.join('\n');
  const vocabulary = vocabularyOf(text);
  const { phrases, nouns } = vocabulary;
  const headings = blocks
    .filter(({ kind, lines }) => kind === 'heading' && !isBoilerplate(lines[0] ?? ''))
    .map(({ lines }) => lines[0] ?? '');
  const first = headings.findIndex((heading) => titleOf(heading, vocabulary) !== undefined);
  const mentioned = phrases[0] ?? nouns[0];
  const title =
    titleOf(headings[first] ?? '', vocabulary) ??
    (mentioned === undefined ? undefined : { topic: mentioned, focus: undefined, context: undefined });
  const later = headings
    .slice(first + 1)
    .map((heading) => plain(heading))
    .filter((heading) => isTelling(heading) && isNamelike(heading))
    .map((heading) => inRunningCase(heading, vocabulary));
  const taken = `${title?.topic ?? ''} ${title?.focus ?? ''} ${title?.context ?? ''}`.toLowerCase();
  const isNew = (aspect: string) =>
    !aspect
      .toLowerCase()
      .split(' ')
      .some((word) => taken.includes(word.replace(/s$/, '')));
  const aspects = [...new Set([...phrases.slice(0, 4), ...later, ...phrases.slice(4)])].filter(isNew);
  return { title, aspects, blocks, length: text.length };
}

function isNamelike(heading: string): boolean {
  return (
    heading.split(' ').length <= 4 &&
    /^[A-Za-z][A-Za-z' -]+$/.test(heading) &&
    !/^(how|what|why|when|where|who|i|we|you)\b/i.test(heading)
  );
}
