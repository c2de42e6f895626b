import { nameOnTerminal } from '../../activities/show-invisible.ts';

const controls = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** Texts of rows and models for a terminal: one line, and no control characters that could move the cursor. */
export function oneLine(text: string): string {
  return text.replaceAll(controls, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** A message with names in it, keeping its line breaks: what cannot be seen is shown as escapes. */
export function printable(text: string): string {
  return text.split(/\r?\n/).map(nameOnTerminal).join('\n');
}
