/** Longest run of white space, or of anything else, that a tokenizer is given in one piece, in UTF-16 units. */
export const longestRun = 512;
/** Longest segment of a text with ordinary runs. */
export const longestSegment = 32_768;

/**
 * A text in pieces that any tokenizer counts in linear time. Byte-pair merging and the patterns before it take the
 * square of a run's length: 200,000 spaces keep a common library busy for half a minute. Pieces end before a space
 * between two words, where every byte-pair encoding of the tiktoken family ends a token too, so ordinary texts
 * count exactly; a run above `longestRun` is cut inside, which may count a token or two more per cut.
 */
export function* segments(text: string): Generator<string> {
  if (isOrdinary(text)) yield text;
  else yield* cut(text);
}

/** Whether a text is one segment: nearly all are, and to know it takes a fiftieth of the time that cutting does. */
function isOrdinary(text: string): boolean {
  if (text === '' || text.length > longestSegment) return false;
  // A run that is too long fills such a block; few others do.
  for (let at = 0; at + block <= text.length; at += block)
    if (isRun(text, at, at + block)) return !hasLongRun(text);
  return true;
}

const block = longestRun / 2;

function isRun(text: string, begin: number, end: number): boolean {
  const inSpace = isSpace(text.charCodeAt(begin));
  for (let at = begin + 1; at < end; at += 1) if (isSpace(text.charCodeAt(at)) !== inSpace) return false;
  return true;
}

function hasLongRun(text: string): boolean {
  let run = 0;
  let inSpace = false;
  for (let at = 0; at < text.length; at += 1) {
    const space = isSpace(text.charCodeAt(at));
    run = space === inSpace ? run + 1 : 1;
    if (run > longestRun) return true;
    inSpace = space;
  }
  return false;
}

function* cut(text: string): Generator<string> {
  let start = 0;
  let run = 0;
  let inSpace = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const space = isSpace(code);
    if (space !== inSpace) {
      inSpace = space;
      run = 0;
    }
    const betweenWords =
      code === 0x20 && run === 0 && at > 0 && at + 1 < text.length && !isSpace(text.charCodeAt(at + 1));
    const full = betweenWords && at - start >= longestSegment;
    if (full || (run >= longestRun && !insideCharacter(text, at))) {
      yield text.slice(start, at);
      start = at;
      run = 0;
    }
    run += 1;
  }
  if (start < text.length) yield text.slice(start);
}

function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

function insideCharacter(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
