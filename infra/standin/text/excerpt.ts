const FEWEST = 5;
const MOST = 14;

/**
 * An excerpt tag that stands for exactly one stretch of a document: enough of its first and last words that no other
 * place fits. Undefined where even many are not enough.
 */
export function excerptTag(document: string, start: number, end: number): string | undefined {
  const words = [...document.slice(start, end).matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    start: start + index,
    end: start + index + word.length,
  }));
  if (words.length < 2 * FEWEST + 2) {
    const whole = document.slice(start, end);
    return document.indexOf(whole) === start ? `<excerpt>${oneLine(whole)}</excerpt>` : undefined;
  }
  for (let first = FEWEST; first <= MOST && first + FEWEST <= words.length; first++) {
    const headEnd = words[first - 1]?.end ?? end;
    const head = document.slice(start, headEnd);
    if (document.indexOf(head) !== start) continue;
    for (let last = FEWEST; last <= MOST && first + last <= words.length; last++) {
      const tailStart = words[words.length - last]?.start ?? start;
      const tail = document.slice(tailStart, end);
      if (document.indexOf(tail, headEnd) === tailStart)
        return `<excerpt>${oneLine(head)}<...>${oneLine(tail)}</excerpt>`;
    }
    return undefined;
  }
  return undefined;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
