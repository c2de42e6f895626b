import { unusable, Unusable } from '../../engine/rows/outcome.ts';
import { expandExcerpts, type ExpandedText, type ExpandOptions } from './expand-excerpts.ts';
import { parseInstantiation } from './parse-instantiation.ts';
import type { SearchableDocument } from './searchable-document.ts';
import { hasTags } from './template-tags.ts';

export interface Instantiated {
  readonly instruction: ExpandedText;
  readonly response: ExpandedText;
}

/** An instantiator's answer with the excerpts of both instruction and answer expanded; `null` where it says so. */
export function readInstantiation(
  answer: string,
  finish: string | null,
  document: SearchableDocument,
  options: ExpandOptions = {},
): Instantiated | null | Unusable {
  const parsed = parseInstantiation(answer, finish);
  if (parsed === null || parsed instanceof Unusable) return parsed;
  const instruction = expandExcerpts(parsed.instruction, document, options);
  if (instruction instanceof Unusable) return instruction;
  if (hasTags(instruction.text)) return unusable('<fi> tag left');
  const response = expandExcerpts(parsed.answer, document, options);
  return response instanceof Unusable ? response : { instruction, response };
}
