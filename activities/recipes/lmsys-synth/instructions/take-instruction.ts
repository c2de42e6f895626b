import { takeInstruction } from '../../../../schemas/recipes/lmsys-synth/instructions.ts';
import { isBlank } from '../../../is-blank.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { detected } from './detectors.ts';
import { firstUtterance } from './first-utterance.ts';
import { instructionHash } from './normal-form.ts';

export const takeInstructionStage = implement(takeInstruction, ({ messages }, { params }) => {
  const turn = firstUtterance(messages);
  if (turn === undefined) return reject('no user utterance', messages.map(({ role }) => role).join(', '));
  const instruction = (messages[turn]?.content ?? '').trim();
  if (isBlank(instruction)) return reject('empty instruction', `message ${turn}`);
  const found = detected(instruction, params);
  if (found !== undefined) return reject(found.name, found.met, instruction);
  const answer = messages[turn + 1];
  return {
    instruction,
    turn,
    language: params.language,
    instruction_hash: instructionHash(instruction, params.ignoreCase),
    log_response: answer?.role === 'assistant' && !isBlank(answer.content) ? answer.content.trim() : null,
    copies: 1,
    further: messages
      .slice(turn + 1)
      .flatMap(({ role, content }) => (role === 'user' && !isBlank(content) ? [content.trim()] : [])),
  };
});
