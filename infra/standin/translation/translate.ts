import { diceFrom } from '../dice.ts';
import { codecOf } from './codec.ts';
import type { Codec } from './codec.ts';
import { garble } from './garble.ts';
import { languageOf } from './language.ts';
import type { Language } from './language.ts';

/** The mark at the head of a translation: from which language into which. */
const MARK = /⟦([A-Za-z-]+)→([A-Za-z-]+)⟧ /g;

/**
 * Puts a text into another language: **not a translation**, but words respelt in the other script (or with letters
 * swapped) behind a mark such as `⟦te→en⟧ `. A text with the mark of the opposite way gets its original back, byte
 * for byte, piece by piece where it was put together of several; one with the mark of this very way stays as it is.
 * A `badShare` of texts, always the same ones, come out so garbled that there is no way back.
 */
export function translate(text: string, from: Language, to: Language, badShare = 0): string {
  if (from.tag === to.tag || text.trim() === '') return text;
  const back = originalOf(text, to, from);
  if (back !== undefined) return back;
  const mark = markOf(from, to);
  if (originalOf(text, from, to) !== undefined) return text;
  const turned = mark + codec(from, to).forward(escapeMarks(text));
  if (badShare === 0) return turned;
  const dice = diceFrom(`translation ${mark}${text}`);
  return dice.chance(badShare) ? mark + garble(turned.slice(mark.length), dice) : turned;
}

/** What a translation by this stand-in says was its original; undefined where it carries no mark. */
export function originalIn(translation: string): string | undefined {
  const [, from, to] = new RegExp(MARK.source).exec(translation) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const [source, target] = [languageOf(from), languageOf(to)];
  return source && target ? originalOf(translation, source, target) : undefined;
}

/** A text without the marks in it, for readers that care for its words. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, '');
}

/** The original of a text with the mark, if the text is just what the original would be turned into. */
function originalOf(text: string, from: Language, to: Language): string | undefined {
  const mark = markOf(from, to);
  const [head = '', ...pieces] = text.split(mark);
  // Pieces without a letter are not translated, so a text of several may begin with one.
  if (pieces.length === 0 || /\p{L}/u.test(head)) return undefined;
  const { forward, backward } = codec(from, to);
  const originals = pieces.map((piece) => unescapeMarks(backward(piece)));
  const isOurs = originals.every((original, at) => forward(escapeMarks(original)) === pieces[at]);
  return isOurs ? head + originals.join('') : undefined;
}

function markOf(from: Language, to: Language): string {
  return `⟦${from.tag}→${to.tag}⟧ `;
}

// A mark within a text must not pass for a mark of ours on the way back.
function escapeMarks(text: string): string {
  return text.includes('⟦') || text.includes('⟬')
    ? text.replace(/[⟦⟬]/g, (sign) => (sign === '⟦' ? '⟬0' : '⟬1'))
    : text;
}

function unescapeMarks(text: string): string {
  return text.includes('⟬') ? text.replace(/⟬([01])/g, (_, sign) => (sign === '0' ? '⟦' : '⟬')) : text;
}

const codecs = new Map<string, Codec>();

function codec(from: Language, to: Language): Codec {
  const key = `${from.script} ${to.script}`;
  const kept = codecs.get(key);
  if (kept) return kept;
  const made = codecOf(from.script, to.script);
  codecs.set(key, made);
  return made;
}
