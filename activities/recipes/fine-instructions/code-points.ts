/**
 * Offsets of a text in code points, as Python and SQL count characters, for offsets in UTF-16 units, as JavaScript
 * counts them. The answer has the order of the offsets given.
 */
export function inCodePoints(text: string, offsets: readonly number[]): number[] {
  const found = new Map<number, number>();
  let at = 0;
  let points = 0;
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    while (at < offset && at < text.length) {
      at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1;
      points += 1;
    }
    found.set(offset, points);
  }
  return offsets.map((offset) => found.get(offset) ?? 0);
}
