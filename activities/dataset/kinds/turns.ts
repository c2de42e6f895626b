import { literal } from '../../parquet/sql.ts';
import type { RowParts, Thoughts } from './kind-writer.ts';

/** The names that a form of conversations gives to who speaks and what is said. */
export interface Speech {
  readonly who: string;
  readonly what: string;
  readonly roles: Readonly<Record<'system' | 'user' | 'assistant', string>>;
}

export const chat: Speech = {
  who: 'role',
  what: 'content',
  roles: { system: 'system', user: 'user', assistant: 'assistant' },
};
export const shareGpt: Speech = {
  who: 'from',
  what: 'value',
  roles: { system: 'system', user: 'human', assistant: 'gpt' },
};

/** SQL of one turn; `content` is SQL too. */
export function turn({ who, what, roles }: Speech, role: keyof Speech['roles'], content: string): string {
  return `{'${who}': '${roles[role]}', '${what}': ${content}}`;
}

/** SQL of an answer with what the model thought before it, as JSON: rows without a thought have no such key. */
export function thoughtfulTurn(content: string, reasoning: string): string {
  const plain = turn(chat, 'assistant', content);
  const thought = `{'role': 'assistant', 'content': ${content}, 'reasoning_content': ${reasoning}}`;
  return `CASE WHEN ${reasoning} IS NULL THEN to_json(${plain}) ELSE to_json(${thought}) END`;
}

/** SQL of a message of an assistant: what it thought is a field of it, or stands in its text. */
export function answerTurn(parts: RowParts, text: string): { sql: string; json: boolean } {
  const thought = parts.reasoning.get(text);
  return thought === undefined || parts.thoughts !== 'field'
    ? { sql: turn(chat, 'assistant', said(parts, text)), json: false }
    : { sql: thoughtfulTurn(text, thought), json: true };
}

/** SQL of an assistant's text, with what it thought between tags before it where that is its place. */
export function said({ reasoning, thoughts }: RowParts, text: string): string {
  const thought = reasoning.get(text);
  return thought === undefined ? text : tagged(thought, text, thoughts);
}

function tagged(thought: string, text: string, thoughts: Thoughts): string {
  if (typeof thoughts === 'string') return text;
  const { open, close } = thoughts;
  return `CASE WHEN ${thought} IS NULL THEN ${text} ELSE ${literal(open)} || ${thought} || ${literal(close)} || ${text} END`;
}

/** SQL of a list of turns after a row's system message, where it has one. */
export function led(
  system: RowParts['system'],
  lead: (content: string) => string,
  turns: readonly string[],
): string {
  const list = (all: readonly string[]): string => `[${all.join(', ')}]`;
  if (system === undefined) return list(turns);
  const whole = list([lead(system.sql), ...turns]);
  return system.mayBeNull ? `CASE WHEN ${system.sql} IS NULL THEN ${list(turns)} ELSE ${whole} END` : whole;
}

/** SQL of a prompt that the system message begins, where a form has no other place for it. */
export function ledText(system: RowParts['system'], prompt: string): string {
  if (system === undefined) return prompt;
  const lead = `${system.sql} || '\n\n'`;
  return system.mayBeNull ? `coalesce(${lead}, '') || ${prompt}` : `${lead} || ${prompt}`;
}

/**
 * SQL of a JSON column that DuckDB can read. Halves of surrogate pairs, which JavaScript's JSON may hold and DuckDB
 * refuses, become U+FFFD, as in columns of text; twice, since two of them may stand side by side.
 */
export function readable(column: string): string {
  const half = String.raw`'((?:^|[^\\])(?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}'`;
  const mended = (sql: string): string => `regexp_replace(${sql}, ${half}, '\\1' || chr(65533), 'g')`;
  return `CASE WHEN contains(${column}, '\\ud') THEN ${mended(mended(column))} ELSE ${column} END`;
}

/** SQL of a column of messages as a list of structs. */
export function structsOf(column: string): string {
  const shape = '[{"role": "VARCHAR", "content": "VARCHAR", "reasoning_content": "VARCHAR"}]';
  return `from_json(${readable(column)}, '${shape}')`;
}

/** SQL of a column of messages in a form of conversations, after a row's system message unless they begin with one. */
export function spoken(
  speech: Speech,
  column: string,
  system: RowParts['system'],
  thoughts: Thoughts = 'field',
): string {
  const { who, what, roles } = speech;
  // Messages that are written as they are.
  const chatting = speech === chat && thoughts === 'field';
  const turns = chatting
    ? `from_json(${readable(column)}, '["JSON"]')`
    : `list_transform(${structsOf(column)}, lambda m: {'${who}': CASE m.role WHEN 'system' THEN '${roles.system}' ` +
      `WHEN 'user' THEN '${roles.user}' ELSE '${roles.assistant}' END, '${what}': ${tagged('m.reasoning_content', 'm.content', thoughts)}})`;
  if (system === undefined) return turns;
  const lead = turn(speech, 'system', system.sql);
  const none = system.mayBeNull ? ` OR ${system.sql} IS NULL` : '';
  return (
    `CASE WHEN coalesce(${structsOf(column)}[1].role = 'system', false)${none} THEN ${turns} ` +
    `ELSE list_prepend(${chatting ? `to_json(${lead})` : lead}, ${turns}) END`
  );
}

/** SQL of what some of a column's messages say, as one text. */
export function contents(column: string, role?: 'user' | 'assistant'): string {
  const all = structsOf(column);
  const meant = role === undefined ? all : `list_filter(${all}, lambda m: m.role = '${role}')`;
  return `array_to_string(list_transform(${meant}, lambda m: m.content), '\n\n')`;
}
