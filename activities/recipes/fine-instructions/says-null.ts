const bare = /^[\s`"'*]*null[\s`"'*.]*$/i;

/** Whether a text is `null` and nothing else. */
export function isNull(text: string): boolean {
  return bare.test(text);
}

/** Whether an answer is `null`, bare or as its last line after reasons. */
export function saysNull(answer: string): boolean {
  return isNull(answer.trim().split('\n').at(-1) ?? '');
}
