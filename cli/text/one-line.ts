const controls = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** Text of rows and models for a terminal: one line, and no control characters that could move the cursor. */
export function oneLine(text: string): string {
  return text.replaceAll(controls, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** As `oneLine`, keeping the line breaks. */
export function printable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replaceAll(controls, ' '))
    .join('\n');
}
