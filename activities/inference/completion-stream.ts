import { z } from 'zod';
import { endingOf } from './finish.ts';

/** What a stream said, as the same server would have said it in one piece; or why it is no whole answer. */
export type Assembled =
  | { readonly kind: 'whole'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'cut'; readonly why: string };

const FieldsSchema = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof FieldsSchema>;

const PieceSchema = z.looseObject({ choices: z.array(FieldsSchema).nullish() });

/** A choice as its pieces came. */
interface Growing {
  readonly fields: Fields;
  readonly message: Fields;
}

/** The fields of a piece that grow; all others are said once, and the last word counts. */
const growing = new Set([
  'content',
  'text',
  'refusal',
  'reasoning',
  'reasoning_content',
  'thinking',
  'arguments',
]);

/** Whether a body is a stream of events, by its type or, where that says nothing, by how it begins. */
export function isEventStream(contentType: string, text: string): boolean {
  if (/^text\/event-stream\b/i.test(contentType)) return true;
  return !/json/i.test(contentType) && /^\s*(?:data|event|id|retry)?:/.test(text);
}

/**
 * Puts the pieces of a streamed completion together into the body of one that is not streamed. A stream that ends before
 * it says why (`finish_reason`) or that it is done (`[DONE]`) was cut; `[DONE]` alone is no end where something else than
 * a piece came: failures have many forms.
 */
export function assembled(stream: string): Assembled {
  const choices = new Map<number, Growing>();
  let top: Fields = {};
  let [ended, done] = [false, false];
  let strange: string | undefined;
  for (const data of eventsOf(stream)) {
    if (data === '[DONE]') {
      done = true;
      continue;
    }
    const piece = pieceOf(data);
    if (piece === undefined) return cut(`an event that is no JSON: ${data.slice(0, 200)}`);
    // As some servers tell a failure in the middle of an answer.
    if (isError(piece['error'])) return { kind: 'whole', body: piece };
    if (piece.choices === undefined && typeof piece['message'] === 'string')
      return { kind: 'whole', body: { error: piece } };
    if (piece.choices === undefined && piece['usage'] === undefined) strange ??= data;
    const { choices: pieces, ...rest } = piece;
    top = { ...top, ...said(rest) };
    for (const choice of pieces ?? []) {
      grow(choiceAt(choices, choice), choice);
      if (isError(choice['error'])) return { kind: 'whole', body: { error: choice['error'] } };
      ended ||= isSaid(choice['finish_reason']);
    }
  }
  if (!ended && strange !== undefined)
    return cut(`an event that is no piece of it: ${strange.slice(0, 200)}`);
  if (!ended && !done) return cut(choices.size === 0 ? 'no piece of it came' : 'its end did not come');
  return {
    kind: 'whole',
    body: {
      ...top,
      object: objectOf(top),
      choices: [...choices.entries()].sort(([a], [b]) => a - b).map(wholeChoice),
    },
  };
}

function cut(why: string): Assembled {
  return { kind: 'cut', why };
}

/** The data of each event: lines may end in any way, comments keep a connection open, one event may have many lines. */
function eventsOf(stream: string): string[] {
  return stream
    .replace(/^\uFEFF/, '')
    .split(/(?:\r\n|\n|\r){2,}/)
    .flatMap((event) => {
      const lines = event
        .split(/\r\n|\n|\r/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(line.startsWith('data: ') ? 6 : 5));
      const whole = lines.join('\n').trim();
      if (whole === '') return [];
      // Servers that leave the empty line out mean an event a line.
      return lines.length === 1 || isJson(whole) ? [whole] : lines.map((line) => line.trim()).filter(Boolean);
    });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function pieceOf(data: string): z.infer<typeof PieceSchema> | undefined {
  try {
    return PieceSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

/** Without what a piece leaves open: the usage comes with the last one. */
function said(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => isSaid(value) || (value === '' && name !== 'finish_reason'),
    ),
  );
}

/** Servers that have none say so by nothing at all, null, or an empty text. */
function isError(value: unknown): boolean {
  return isSaid(value) && value !== false;
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function choiceAt(choices: Map<number, Growing>, { index }: Fields): Growing {
  const at = typeof index === 'number' ? index : 0;
  const known = choices.get(at) ?? { fields: {}, message: {} };
  choices.set(at, known);
  return known;
}

function grow(choice: Growing, piece: Fields): void {
  const { delta, message, finish_reason: finish, ...fields } = piece;
  growFields(choice.fields, fields);
  // A last piece that says `stop` takes back no cut that another told.
  const told = choice.fields['finish_reason'];
  if (isSaid(finish) && (typeof told !== 'string' || endingOf(told) === undefined))
    choice.fields['finish_reason'] = finish;
  const whole = FieldsSchema.safeParse(message).data;
  // A last piece may say the whole message again.
  if (whole !== undefined) Object.assign(choice.message, said(whole));
  else growFields(choice.message, FieldsSchema.safeParse(delta).data ?? {});
}

function growFields(grown: Fields, piece: Fields): void {
  for (const [name, value] of Object.entries(said(piece))) {
    const before = grown[name];
    if (name === 'tool_calls' && Array.isArray(value)) grown[name] = calls(before, value);
    else if (Array.isArray(value) || Array.isArray(before)) grown[name] = parts(before, value);
    else if (growing.has(name) && typeof value === 'string' && typeof before === 'string')
      grown[name] = before + value;
    else grown[name] = value;
  }
}

/** Calls of tools grow by their place. */
function calls(before: unknown, pieces: readonly unknown[]): unknown[] {
  const grown = Array.isArray(before) ? before.map((each) => ({ ...FieldsSchema.parse(each) })) : [];
  for (const piece of pieces) {
    const { index, function: called, ...fields } = FieldsSchema.safeParse(piece).data ?? {};
    const at = typeof index === 'number' ? index : grown.length;
    const call = (grown[at] ??= {});
    Object.assign(call, said(fields));
    const made = { ...FieldsSchema.safeParse(call['function']).data };
    growFields(made, FieldsSchema.safeParse(called).data ?? {});
    call['function'] = made;
  }
  return grown;
}

/** Content in parts: what follows on a part of its own type goes on with it. */
function parts(before: unknown, piece: unknown): unknown[] {
  const grown = listed(before);
  for (const part of listed(piece)) {
    const last = FieldsSchema.safeParse(grown.at(-1)).data;
    const next = FieldsSchema.safeParse(part).data;
    const goesOn = last !== undefined && next !== undefined && last['type'] === next['type'];
    const joined = goesOn ? joinedPart(last, next) : undefined;
    if (joined === undefined) grown.push(part);
    else grown[grown.length - 1] = joined;
  }
  return grown;
}

function joinedPart(last: Fields, next: Fields): Fields | undefined {
  for (const name of ['text', 'thinking']) {
    const [a, b] = [last[name], next[name]];
    if (typeof a === 'string' && typeof b === 'string') return { ...last, ...next, [name]: a + b };
    if (Array.isArray(a) && Array.isArray(b)) return { ...last, ...next, [name]: parts(a, b) };
  }
  return undefined;
}

function listed(content: unknown): unknown[] {
  if (Array.isArray(content)) return content.map((part: unknown) => part);
  return typeof content === 'string' && content !== '' ? [{ type: 'text', text: content }] : [];
}

function wholeChoice([index, { fields, message }]: [number, Growing]): Fields {
  const isChat = Object.keys(message).length > 0;
  return { finish_reason: null, ...fields, index, ...(isChat ? { message } : {}) };
}

function objectOf({ object }: Fields): unknown {
  return typeof object === 'string' ? object.replace(/\.chunk$/, '') : 'chat.completion';
}
