/** Digits that any number of so many may have and JavaScript's still holds it: a shorter one needs no look. */
const alwaysKept = 15;
const notFinite = /NaN|Infinity/;

/**
 * JSON as it was written. A number that JavaScript's would alter (an integer above 2^53, a decimal of more digits than a
 * double holds) comes as a text of its digits; NaN and infinities, which Python and DuckDB write and JSON does not know,
 * come as null. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  const exact = mayBeAltered(text) ? rewritten(text) : text;
  try {
    return JSON.parse(exact);
  } catch (error) {
    if (!notFinite.test(text)) throw error;
    return JSON.parse(rewritten(text));
  }
}

/**
 * Whether somewhere, in a string or not, so many digits stand that a number of them may be altered. Looks at every 16th
 * character alone: a longer run covers one of them.
 */
function mayBeAltered(text: string): boolean {
  for (let at = alwaysKept; at < text.length; at += alwaysKept + 1) {
    if (!isOfRun(text.charCodeAt(at))) continue;
    let begin = at;
    while (begin > 0 && isOfRun(text.charCodeAt(begin - 1))) begin -= 1;
    let end = at + 1;
    while (end < text.length && isOfRun(text.charCodeAt(end))) end += 1;
    if (end - begin > alwaysKept && !isKept(text.slice(begin, end))) return true;
    at += Math.max(0, end - at - 1);
  }
  return false;
}

/** A digit or a point. */
function isOfRun(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}

/** Whether a number is the same when JavaScript has read and written it. */
function isKept(number: string): boolean {
  const written = String(Number(number));
  return written === number || valueOf(written) === valueOf(number);
}

/** The digits that count and the power of ten: equal for `1.50`, `1.5` and `15e-1`. */
function valueOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const counting = digits.replace(/0+$/, '');
  if (counting === '') return digits === '' && whole + fraction === '' ? number : '0';
  return `${sign}${counting}e${String(Number(exponent) - fraction.length + digits.length - counting.length)}`;
}

const quote = 0x22;
const token = /-?(?:Infinity|NaN|(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

/** The text with numbers that would be altered in quotes, and null for what is no number; strings stay as they are. */
function rewritten(text: string): string {
  let parts = '';
  let [copied, at] = [0, 0];
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at + 1);
      continue;
    }
    const met = mayBegin(code) ? metAt(text, at) : '';
    if (met === '') {
      at += 1;
      continue;
    }
    const instead = met.endsWith('N') || met.endsWith('y') ? 'null' : isKept(met) ? met : `"${met}"`;
    parts += text.slice(copied, at) + instead;
    at += met.length;
    copied = at;
  }
  return parts + text.slice(copied);
}

function metAt(text: string, at: number): string {
  token.lastIndex = at;
  return token.exec(text)?.[0] ?? '';
}

/** A digit, a minus, or the first letter of NaN and Infinity. */
function mayBegin(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x4e || code === 0x49;
}

/** The place after a string's closing quote. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === 0x5c && before > from) before -= 1;
    if ((end - before) % 2 === 0) return end + 1;
  }
  return text.length;
}
