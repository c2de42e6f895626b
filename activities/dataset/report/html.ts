import { showInvisible } from '../../show-invisible.ts';

/** Markup that is safe to put into a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | undefined | readonly Part[];

/**
 * A template whose values are data: all of them are escaped and taken for names, but for markup made by this very
 * function. Texts of documents go in by `verbatim`.
 */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(strings.map((text, at) => text + (at < values.length ? markup(values[at]) : '')).join(''));
}

function markup(value: Part): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escaped(showInvisible(String(value)));
  return value.map(markup).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A document's text, with the marks that its writing direction needs; for an element of its own. */
export function verbatim(text: string): Html {
  return new Html(escaped(text));
}

/** Text as HTML, in an element or a quoted attribute. Control characters are shown, not sent to the browser. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/\p{Cc}/gu, (character) => ('\n\r\t'.includes(character) ? character : shownControl(character)));
}

/** Unicode's pictures of the control characters: ␀, ␇, ␛, ␡; those of the second block have none. */
function shownControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
