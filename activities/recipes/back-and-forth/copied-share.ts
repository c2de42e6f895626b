/** Words in a row that must agree to count as copied: shorter runs agree by chance. */
const run = 5;

/**
 * Share of the response's words that stand in a run of at least five words which the document has too, whatever the
 * case and punctuation; 0 for a response without words.
 */
export function copiedShare(response: string, document: string): number {
  const words = wordsOf(response);
  if (words.length === 0) return 0;
  const runs = new Set<string>();
  const source = wordsOf(document);
  for (let at = 0; at + run <= source.length; at += 1) runs.add(source.slice(at, at + run).join(' '));
  let copied = 0;
  let upTo = 0;
  for (let at = 0; at + run <= words.length; at += 1) {
    if (!runs.has(words.slice(at, at + run).join(' '))) continue;
    copied += at + run - Math.max(at, upTo);
    upTo = at + run;
  }
  return copied / words.length;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
