/** The beginning of a text, cut between characters, and how many were left out. */
export interface Excerpt {
  readonly text: string;
  /** Characters (Unicode code points) that were left out. */
  readonly omitted: number;
}

/** SQL that selects at most `limit` characters of a text column, and its whole length. */
export function excerptSql(column: string, limit: number): string {
  return `left(${column}, ${limit}) AS ${column}, coalesce(length(${column}), 0) AS ${column}_length`;
}

/** What `excerptSql` selected. */
export function excerptOf(text: string, length: number): Excerpt {
  let shown = 0;
  for (const _ of text) shown += 1;
  return { text, omitted: Math.max(0, length - shown) };
}

/** A text of at most `limit` characters; a cut one ends in an ellipsis. */
export function shortened(text: string, limit: number): string {
  // A string of so few units has no more characters, and need not be taken apart.
  if (text.length <= limit) return text;
  const characters = Array.from(text.slice(0, 2 * limit + 2));
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
