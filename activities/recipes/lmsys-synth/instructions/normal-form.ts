import { contentId } from '../../../corpus/content-id.ts';

/**
 * Hash of an instruction in its normal form: the same for texts that differ in Unicode composition (NFC), in line ends, in
 * the width of white space and in white space at their ends alone; and in case, where it is not to count.
 */
export function instructionHash(text: string, ignoreCase: boolean): string {
  return contentId(ignoreCase ? text.toLowerCase() : text);
}
