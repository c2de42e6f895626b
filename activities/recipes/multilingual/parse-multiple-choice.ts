import { unusable, type Unusable } from '../../engine/rows/outcome.ts';

const marks = String.raw`[*_\x60]{0,3}`;
/** A choice at the beginning of a line: "A. ...", "**B)** ...", "- (c) ...", "D: ...". */
const choiceLine = new RegExp(
  String.raw`^[ \t]*(?:[-*•>][ \t]+)?${marks}(?:\(([A-Fa-f])\)|([A-Fa-f])${marks}[.):])${marks}[ \t]*(.*)$`,
);
/** A line that names the right one: "Answer: B", "**Correct choice:** (B)", "The right answer is B." */
const answerLine = new RegExp(
  String.raw`^[ \t#>*_\x60-]*(?:the[ \t]+)?(?:correct[ \t]+|right[ \t]+)?(?:answer|choice|option)${marks}(?:[ \t]*[:=]${marks}|[ \t]+is\b:?)[ \t]*(.*)$`,
  'i',
);
const letterFirst =
  /^[\s*_`"'([]*(?:(?:choice|option)\s+)?([A-F])[*_`"')\]]*(?:\s*$|[.):,–-]+\s*(.*)|\s+\((.*)\)[\s.]*$)/is;

interface Choice {
  readonly letter: string;
  readonly text: string;
}

/**
 * Table 8: a question with four different choices, A to D, each at the beginning of a line, and behind them a line that
 * names one as right, by its letter, its text, or both. Anything else is unusable, since nothing would say that the
 * response is the answer. Gives the question with its choices; what begins with that line would tell the answer.
 */
export function parseMultipleChoice(instruction: string): string | Unusable {
  const lines = instruction.split('\n');
  const named = lines.flatMap((line, at) => {
    const words = answerLine.exec(line)?.[1]?.replaceAll(/[*_`]/g, '').trim();
    const choices = words === undefined ? undefined : choicesOf(lines.slice(0, at));
    if (words === undefined || choices === undefined) return [];
    // The letter may stand on the line below its label.
    const below = lines.slice(at + 1).find((next) => next.trim() !== '') ?? '';
    const right = rightOf(words === '' ? below : words, choices);
    return right === undefined ? [] : [{ at, right }];
  });
  const [first] = named;
  if (first === undefined)
    return unusable(choicesOf(lines) === undefined ? 'not four choices' : 'no right choice named');
  if (named.some(({ right }) => right !== first.right)) return unusable('no right choice named');
  return lines.slice(0, first.at).join('\n').trim();
}

/** The four choices of a question; undefined where they are others, or two of them are the same. */
function choicesOf(lines: readonly string[]): Choice[] | undefined {
  const marked = lines.flatMap((line): Choice[] => {
    const found = choiceLine.exec(line);
    const letter = found?.[1] ?? found?.[2];
    return letter === undefined ? [] : [{ letter, text: plain(found?.[3] ?? '') }];
  });
  // A sentence before them may begin like a choice: "E. coli is ...".
  const choices = marked.slice(marked.findLastIndex(({ letter }) => letter.toUpperCase() === 'A'));
  const order = choices.map(({ letter }) => letter).join('');
  if (order !== 'ABCD' && order !== 'abcd') return undefined;
  const texts = new Set(choices.map(({ text }) => text));
  return texts.has('') || texts.size < choices.length ? undefined : choices;
}

/** The letter of the one choice that the words behind "Answer:" name. */
function rightOf(words: string, choices: readonly Choice[]): string | undefined {
  const whole = choices.filter(({ text }) => text === plain(words));
  const [same] = whole;
  if (same !== undefined) return same.letter.toUpperCase();
  const found = letterFirst.exec(words);
  const letter = found?.[1]?.toUpperCase();
  const named = choices.find((each) => each.letter.toUpperCase() === letter);
  if (named === undefined) return undefined;
  const more = found?.[2] ?? found?.[3] ?? '';
  const another =
    /^(?:and|or|&|,)?\s*[A-F]\b(?![’'])\s*(?:$|[.):,&]|and\b|or\b)/i.test(more) ||
    choices.some((each) => each !== named && each.text === plain(more));
  return another ? undefined : letter;
}

/** A text without what differs in no more than how it is set. */
function plain(text: string): string {
  return text
    .replaceAll(/[*_`]/g, '')
    .replace(/^[\s"'“”]+|[\s"'“”.]+$/g, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}
