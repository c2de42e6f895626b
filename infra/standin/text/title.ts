import { plain } from './markup.ts';
import type { Vocabulary } from './phrases.ts';

/** What a title names, in running-text case. */
export interface Title {
  topic: string;
  /** The part of the topic that a title such as "Andorra: Education" is about. */
  focus: string | undefined;
  /** A book, product or site that the topic belongs to. */
  context: string | undefined;
}

const GENERIC =
  /^(introduction|overview|opening|readme|abstract|preface|contents|table of contents|summary|name|synopsis|description|notes?|about|background|conclusion|references|license|licence|index|home|example|examples|usage|install|installation|api|options|author|authors|see also|foreword|acknowledge?ments|contributing|changelog|todo|faq|documentation|getting started|requirements|features|motivation|definitions?|status of this memo|prologue|epilogue|appendix|chapter|part|section|copyright( notice)?|untitled|more information|history|configuration|properties|prerequisites|important|purpose|project overview|caveats|warnings?|tip|parameters|return value|arguments|syntax|quick start|support|contact|sources|bibliography|notice|disclaimer|home page|main page|news|help|further reading|footnotes|external links|other|general|basics|details)$/i;

/** Reads a title line or heading; undefined where it names nothing. */
export function titleOf(line: string, vocabulary: Vocabulary): Title | undefined {
  const heading = plain(line);
  const [, outer = heading, within] = /^(.+?) \(([^()]+(?:\([^()]*\))?)\)$/.exec(heading) ?? [];
  const [place, section] = within === undefined ? [] : within.split(/: /);
  const name = GENERIC.test(outer) && section !== undefined ? section : outer;
  if (!isTelling(name)) return undefined;
  const context = place === undefined ? undefined : contextOf(place);
  const dated = /^(.+), (\d{4}), ([A-Z].+)$/.exec(name);
  if (dated) return { topic: `${dated[3]}'s ${dated[1]} of ${dated[2]}`, focus: undefined, context };
  const [, whole = name, part] = /^([^:?]{3,60}): (.+)$/.exec(name) ?? [];
  const shown = part !== undefined && !GENERIC.test(part) && isTelling(part) ? part : undefined;
  const topic = withoutForm(inRunningCase(whole, vocabulary));
  const isChapter = /, chapter \d+$/i.test(topic);
  const focus =
    shown === undefined || isChapter ? shown : inSentenceCase(inRunningCase(shown, vocabulary), vocabulary);
  return { topic, focus, context };
}

/** "Rust" for "The Rust Programming Language", "Debian" for "The Debian Administrator's Handbook". */
function contextOf(place: string): string | undefined {
  if (/ file$/i.test(place)) return undefined;
  const bare = place
    .replace(/^the /i, '')
    .replace(
      /( (programming|administrator's|user's|language|tutorial|howto|handbook|manual|guide|book|reference|documentation))+$/i,
      '',
    );
  return /^[A-Z][\w.+# -]{1,30}$/.test(bare) ? bare : undefined;
}

/** "Python" for "an informal introduction to Python": the form is the author's, the question is about the rest. */
function withoutForm(title: string): string {
  return title
    .replace(/^(an? |the )?([a-z]+ )?(introduction|guide|tour|overview) (to|of) /i, '')
    .replace(/^of (?=[a-z])/i, '')
    .replace(/ HOWTO$/i, '')
    .replace(/ [—–-] part [ivx\d]+$/i, '');
}

/** Title Case becomes running text where the document itself writes the word small; names keep their capitals. */
export function inRunningCase(heading: string, { forms }: Vocabulary): string {
  const shout = heading === heading.toUpperCase() && /[A-Z]{4}/.test(heading);
  return heading
    .split(' ')
    .map((word, at) => {
      if (!/^[A-Z][A-Za-z'’-]*,?$/.test(word)) return word;
      const bare = word.replace(',', '');
      const small = bare.toLowerCase();
      const smallUses = forms.get(small) ?? 0;
      const largeUses = forms.get(bare) ?? 0;
      if (smallUses > 0 && smallUses >= largeUses) return word.toLowerCase();
      // No name ends like this often enough to matter, and half a title in capitals looks odd.
      if (at > 0 && largeUses === 0 && /(ing|tions?|ments?|ness)$/.test(small)) return word.toLowerCase();
      if (
        at > 0 &&
        /^(a|an|the|of|in|on|to|and|or|for|with|from|by|at|as|is|are|your|you|it|its)$/.test(small)
      )
        return small;
      return shout && bare.length > 4 ? word.charAt(0) + word.slice(1).toLowerCase() : word;
    })
    .join(' ');
}

/** "early life" for "Early life": a capital that only opens the heading, where the text knows no such name. */
function inSentenceCase(heading: string, { forms }: Vocabulary): string {
  const [first = '', ...rest] = heading.split(' ');
  const opens =
    /^[A-Z][a-z]+$/.test(first) && !rest.some((word) => /[A-Z]/.test(word)) && (forms.get(first) ?? 0) < 2;
  return opens ? heading.charAt(0).toLowerCase() + heading.slice(1) : heading;
}

export function isTelling(heading: string): boolean {
  return (
    heading.length >= 4 &&
    heading.split(/\s+/).length <= 14 &&
    !GENERIC.test(heading) &&
    !/^\W*(v?\d[\d.]*|\d{4}-\d\d-\d\d)/.test(heading) &&
    !/[{}<>=|\\@]|https?:|\.(md|txt|html)\b/.test(heading) &&
    /[a-z]{3}|^[A-Z ]{4,}$/i.test(heading) &&
    !/^(by|from|written|published|posted|last updated|updated|date|author|version|note|see|warning)\b/i.test(
      heading,
    )
  );
}
