import { blocksOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import { isBoilerplate } from './boilerplate.ts';
import { plain } from './markup.ts';
import { vocabularyOf } from './phrases.ts';
import type { Vocabulary } from './phrases.ts';

/** What a document is about, as far as its words tell. */
export interface Subject {
  /** The title or first telling heading, in running-text case, or else what the text mentions most often. */
  topic: string | undefined;
  /** Further headings and frequent phrases that the title does not hold already, the most telling first. */
  aspects: string[];
  blocks: Block[];
  words: number;
}

const GENERIC =
  /^(introduction|overview|readme|abstract|preface|contents|table of contents|summary|name|synopsis|description|notes?|about|background|conclusion|references|license|licence|index|home|example|examples|usage|install|installation|api|options|author|authors|see also|foreword|acknowledge?ments|contributing|changelog|todo|faq|documentation|getting started|requirements|features|motivation|definitions?|status of this memo|prologue|epilogue|appendix|chapter|part|section|copyright( notice)?|untitled|more information|history|configuration|properties|prerequisites|important|purpose|project overview|caveats|warnings?|tip|parameters|return value|arguments|syntax|quick start|support|contact|contents|sources|bibliography|notice|disclaimer|home page|main page|news|help|further reading|footnotes|external links|other|general|basics|details)$/i;

export function subjectOf(document: string): Subject {
  const blocks = blocksOf(document);
  const prose = blocks
    .filter(({ kind }) => kind === 'prose' || kind === 'list')
    .flatMap(({ lines }) => lines);
  const text = prose.join('\n');
  const vocabulary = vocabularyOf(text);
  const headings = blocks
    .filter(({ kind, lines }) => kind === 'heading' && !isBoilerplate(lines[0] ?? ''))
    .map(({ lines }) => plain(lines[0] ?? ''))
    .filter((heading) => isTelling(heading));
  const [first, ...rest] = headings;
  const { phrases, nouns } = vocabulary;
  const topic = first === undefined ? (phrases[0] ?? nouns[0]) : inRunningCase(first, vocabulary);
  const taken = (topic ?? '').toLowerCase();
  const later = rest
    .filter((heading) => isNamelike(heading))
    .map((heading) => inRunningCase(heading, vocabulary));
  const aspects = [...new Set([...phrases.slice(0, 4), ...later, ...phrases.slice(4)])].filter(
    (aspect) =>
      !aspect
        .toLowerCase()
        .split(' ')
        .some((word) => taken.includes(word.replace(/s$/, ''))),
  );
  return { topic, aspects, blocks, words: text.length / 6 };
}

/** Title Case becomes running text where the document itself writes the word small; names keep their capitals. */
function inRunningCase(heading: string, { forms }: Vocabulary): string {
  const shout = heading === heading.toUpperCase() && /[A-Z]{4}/.test(heading);
  const mixed = heading.split(' ').some((word) => /^[A-Z]/.test(word) && forms.has(word.toLowerCase()));
  return heading
    .split(' ')
    .map((word) => {
      if (!/^[A-Z][A-Za-z'’-]*$/.test(word)) return word;
      const small = word.toLowerCase();
      const smallUses = forms.get(small) ?? 0;
      const largeUses = forms.get(word) ?? 0;
      if (smallUses > 0 && smallUses >= largeUses) return small;
      if (mixed && largeUses === 0 && /^[A-Z][a-z]{3,}$/.test(word)) return small;
      if (/^(a|an|the|of|in|on|to|and|or|for|with|from|by|at|as|is|are|your|you|it|its)$/.test(small))
        return small;
      return shout && word.length > 4 ? word.charAt(0) + small.slice(1) : word;
    })
    .join(' ');
}

function isTelling(heading: string): boolean {
  const words = heading.split(/\s+/);
  return (
    heading.length >= 4 &&
    words.length <= 12 &&
    !GENERIC.test(heading) &&
    !/^\W*(v?\d[\d.]*|\d{4}-\d\d-\d\d)/.test(heading) &&
    !/[{}<>=|\\@]|https?:|\.(md|txt|html)\b/.test(heading) &&
    /[a-z]{3}|^[A-Z ]{4,}$/i.test(heading) &&
    !/^(by|from|written|published|posted|last updated|updated|date|author|version|note|see|warning)\b/i.test(
      heading,
    )
  );
}

function isNamelike(heading: string): boolean {
  return (
    heading.split(' ').length <= 4 &&
    /^[A-Za-z][A-Za-z' -]+$/.test(heading) &&
    !/^(how|what|why|when|where|who|i|we|you)\b/i.test(heading)
  );
}
