import { own } from '../../schemas/own.ts';
import type { Message } from '../../schemas/inference/question.ts';

/** A prompt file that does not have the slots that its stage fills. */
export class PromptError extends Error {
  override name = 'PromptError';
}

type Part = { text: string } | { slot: string };

interface Section {
  readonly role: Message['role'];
  readonly parts: readonly Part[];
  readonly rawParts: readonly Part[];
}

/**
 * A prompt file: text with {{slots}}, optionally cut by lines `--- system`, `--- user`, `--- assistant` into messages.
 * A slot may have any name in one line; `\{{` are two braces that stand for themselves. A slot's value is put in as it is and never read for slots again, so a document that contains `{{response}}` comes
 * through unchanged.
 */
export interface Prompt {
  readonly slots: ReadonlySet<string>;
  /**
   * The messages with the slots filled, without white space at their ends. A `raw` prompt is text that a model goes on
   * from, in another way after a line's end than before it: it stays as it was written, to its last new line. Throws
   * PromptError on a slot without a value.
   */
  fill(values: Readonly<Record<string, string>>, options?: { readonly raw?: boolean }): Message[];
}

const separator = /^--- (system|user|assistant)[ \t]*$/m;
/** Escaped braces, a slot, or the beginning of what is none. */
const braces = /\\\{\{|\{\{(?!\{)([^{}\r\n]*)\}\}|\{\{(?!\{)/g;

/** Reads a prompt file's text. `from` names it in errors. */
export function parsePrompt(text: string, from: string): Prompt {
  const pieces = text.replaceAll('\r\n', '\n').split(separator);
  const [lead = '', ...rest] = pieces;
  const sections: Section[] = [];
  if (rest.length === 0) sections.push(section('user', lead, lead, from));
  else if (lead.trim() !== '')
    throw new PromptError(`${from}: text before the first "--- system" or "--- user" line`);
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const role = rest[at];
    const written = rest[at + 1] ?? '';
    // Between sections stand their separators, so that only the end of the last is the prompt's.
    const raw = at + 2 < rest.length ? written.trim() : written.trimStart();
    if (role === 'system' || role === 'user' || role === 'assistant')
      sections.push(section(role, written, raw, from));
  }
  if (sections.every(({ parts }) => parts.length === 0))
    throw new PromptError(`${from}: the prompt is empty`);
  const blank = sections.find(({ parts }) => parts.length === 0);
  if (blank !== undefined)
    throw new PromptError(`${from}: nothing stands below the line "--- ${blank.role}"`);
  const slots = new Set(
    sections.flatMap(({ parts }) => parts.flatMap((part) => ('slot' in part ? part.slot : []))),
  );
  return {
    slots,
    fill: (values, { raw = false } = {}) =>
      sections.map(({ role, parts, rawParts }) => ({
        role,
        content: (raw ? rawParts : parts).map((part) => valueOf(part, values, from)).join(''),
      })),
  };
}

/** Throws PromptError unless the prompt has exactly the slots that its stage fills. */
export function checkSlots(prompt: Prompt, expected: readonly string[], from: string): void {
  const missing = expected.filter((name) => !prompt.slots.has(name));
  const unknown = [...prompt.slots].filter((name) => !expected.includes(name));
  const list = (names: readonly string[]) => names.map((name) => `{{${name}}}`).join(', ');
  if (unknown.length > 0)
    throw new PromptError(
      `${from}: unknown slot ${list(unknown)}; this prompt's slots are ${list(expected)}`,
    );
  if (missing.length > 0) throw new PromptError(`${from}: the slot ${list(missing)} is missing`);
}

function section(role: Message['role'], written: string, raw: string, from: string): Section {
  return { role, parts: partsOf(written.trim(), from), rawParts: partsOf(raw, from) };
}

/** Throws PromptError for braces that begin no slot: a model would be sent them as they are. */
function partsOf(text: string, from: string): Part[] {
  const parts: Part[] = [];
  let copied = 0;
  const add = (until: number): void => {
    if (until > copied) parts.push({ text: text.slice(copied, until) });
  };
  for (const found of text.matchAll(braces)) {
    add(found.index);
    copied = found.index + found[0].length;
    const name = found[1]?.trim() ?? '';
    if (name !== '') parts.push({ slot: name });
    else if (found[0].startsWith('\\')) parts.push({ text: '{{' });
    else
      throw new PromptError(
        `${from}: "${text.slice(found.index, found.index + 40).split('\n', 1)[0] ?? ''}" begins no slot: a name ` +
          'without braces, closed in its line. Write \\{{ where the braces stand for themselves',
      );
  }
  add(text.length);
  return parts;
}

function valueOf(part: Part, values: Readonly<Record<string, string>>, from: string): string {
  if ('text' in part) return part.text;
  const value = own(values, part.slot);
  if (value === undefined) throw new PromptError(`${from}: no value for the slot {{${part.slot}}}`);
  return value;
}
