import { writeExample } from '../../../../schemas/recipes/fine-instructions/distillation/example.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';

export const writeExampleStage = implement(
  writeExample,
  ({ prompt_messages, completion }, { params, tokens }) => {
    const instruction = prompt_messages.map(({ content }) => content).join('\n\n');
    const [instruction_tokens, response_tokens] = [tokens(instruction), tokens(completion)];
    const length = instruction_tokens + response_tokens + params.template;
    // A trainer would cut the answer off.
    if (length > params.maxLength)
      return reject('too long to train on', `${length} tokens, at most ${params.maxLength}`);
    return { instruction, response: completion, instruction_tokens, response_tokens };
  },
);
