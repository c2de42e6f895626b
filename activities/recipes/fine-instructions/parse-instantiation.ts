import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../common/refusal.ts';
import { between } from './between.ts';
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
  const answerAt = text.indexOf('[ANSWER]');
  const instruction = between(text, 'INSTRUCTION', 0, answerAt === -1 ? text.length : answerAt);
  if (instruction === undefined) {
    if (saysNull(text)) return null;
    return unusable(isRefusal(text) ? 'refusal' : 'no [INSTRUCTION] section');
  }
  const written = answerAt === -1 ? undefined : between(text, 'ANSWER', answerAt);
  if (finish === 'length' && written?.closed !== true) return unusable('answer cut');
  if (!instruction.closed) return unusable('[INSTRUCTION] not closed');
  if (isNull(instruction.text) || isNull(written?.text ?? '')) return null;
  if (instruction.text === '') return unusable('empty instruction');
  if (written === undefined) return unusable('no [ANSWER] section');
  if (written.text === '') return unusable('empty response');
  if (/\[\/?(?:INSTRUCTION|ANSWER)\]/.test(instruction.text + written.text))
    return unusable('sections repeated');
  if (hasTags(instruction.text) || hasTags(written.text)) return unusable('<fi> tag left');
  return isRefusal(written.text)
    ? unusable('refusal')
    : { instruction: instruction.text, answer: written.text };
}
