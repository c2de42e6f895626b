import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../../engine/rows/refusal.ts';
import { beginningOf, between, hasSectionTags } from './between.ts';
import { isNull, saysNull } from './says-null.ts';
import { hasTags } from './template-tags.ts';

/** An instruction and its answer as the instantiator wrote them, excerpt tags not yet expanded. */
export interface Instantiation {
  readonly instruction: string;
  readonly answer: string;
}

/**
 * Section 3.3: the instruction between [INSTRUCTION] and [/INSTRUCTION] and the answer between [ANSWER] and [/ANSWER];
 * `null` where the model answers that template and document do not fit. No `<fi>` tag may be left.
 */
export function parseInstantiation(answer: string, finish: string | null): Instantiation | null | Unusable {
  const text = answer.trim();
  if (text === '') return unusable('empty answer');
  const answerAt = beginningOf(text, 'ANSWER');
  const instruction = between(text, 'INSTRUCTION', 0, answerAt);
  if (instruction === undefined) {
    if (saysNull(text)) return null;
    return unusable(isRefusal(text) ? 'refusal' : 'no [INSTRUCTION] section');
  }
  const written = answerAt === undefined ? undefined : between(text, 'ANSWER', answerAt);
  if (finish === 'length' && written?.closed !== true) return unusable('answer cut');
  if (!instruction.closed) return unusable('[INSTRUCTION] not closed');
  if (isNull(instruction.text) || isNull(written?.text ?? '')) return null;
  if (instruction.text === '') return unusable('empty instruction');
  if (written === undefined) return unusable('no [ANSWER] section');
  if (written.text === '') return unusable('empty response');
  if (hasSectionTags(`${instruction.text}\n${written.text}`, ['INSTRUCTION', 'ANSWER']))
    return unusable('sections repeated');
  if (hasTags(instruction.text) || hasTags(written.text)) return unusable('<fi> tag left');
  return isRefusal(written.text)
    ? unusable('refusal')
    : { instruction: instruction.text, answer: written.text };
}
