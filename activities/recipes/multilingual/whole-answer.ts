import { reject } from '../../engine/rows/outcome.ts';
import { charactersIn } from '../common/sentences.ts';

/** An answer as it is, but for the white space around it, or a reject: parts of it would be no answers. */
export function wholeAnswer(text: string, maxCharacters: number) {
  const response = text.trim();
  const characters = charactersIn(response);
  if (characters === 0) return reject('no text');
  if (characters > maxCharacters) return reject('too long', `${characters} > ${maxCharacters}`);
  const start = charactersIn(text.slice(0, text.length - text.trimStart().length));
  return { text: '', response, fragment_start: start, fragment_end: start + characters };
}
