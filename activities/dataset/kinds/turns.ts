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
