import { generateInstruction } from '../../../schemas/recipes/multilingual/pairs.ts';
import { multipleChoice, promptOf, taskFamily } from '../../../schemas/recipes/multilingual/tasks.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseGenerated } from './parse-generated.ts';
import { parseMultipleChoice } from './parse-multiple-choice.ts';
import { drawTask } from './task-pool.ts';

export const generateInstructionStage = implement(generateInstruction, async ({ response_en }, context) => {
  const { id, seed, ask, params, promptsOf } = context;
  const task = drawTask(promptsOf(taskFamily), params.weights, seed, id);
  const instruction_en = await ask({
    prompt: promptOf(task),
    slots: { text: response_en },
    parse: (answer, { finish }) => {
      const text = parseGenerated(answer, params.maxCharacters, finish, response_en);
      return task === multipleChoice && typeof text === 'string' ? parseMultipleChoice(text) : text;
    },
    readsCut: true,
    attempts: params.attempts,
  });
  return { task, instruction_en };
});
